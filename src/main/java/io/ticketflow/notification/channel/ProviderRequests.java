package io.ticketflow.notification.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to providers over HTTP. A request follows no redirect, because a provider could lead it to a server inside the operator's network. It ends after a
 * while, however slowly the answer arrives, and reads only the beginning of a long answer.
 */
final class ProviderRequests {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /** From the first byte of the request to the last one of the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LONGEST_ANSWER = 64 * 1024;
    /** When a provider asks for a pause and does not say how long. */
    private static final Duration USUAL_PAUSE = Duration.ofMinutes(1);

    /** An answer of the provider, whatever its status is. */
    record Answer(int status, String body, HttpHeaders headers) {}

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECTING)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String provider;
    private final Clock clock;
    private final Duration patience;

    /**
     * Requests to one provider.
     *
     * @param provider its name in the reasons of failures
     */
    ProviderRequests(String provider, Clock clock) {
        this(provider, clock, PATIENCE);
    }

    /** For tests that wait for an answer in vain. */
    ProviderRequests(String provider, Clock clock, Duration patience) {
        this.provider = provider;
        this.clock = clock;
        this.patience = patience;
    }

    Answer send(HttpRequest request) throws SendingFailedException {
        var underway = client.sendAsync(request, head -> new Beginning());
        try {
            var answer = underway.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answered(answer);
        } catch (TimeoutException e) {
            throw SendingFailedException.atTheServer("%s did not answer in time".formatted(provider), e);
        } catch (ExecutionException e) {
            throw SendingFailedException.atTheServer(
                    "%s does not answer: %s".formatted(provider, kindOf(e.getCause())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SendingFailedException.atTheServer("The application is ending", e);
        } finally {
            // Closes the connection of a request that is not finished.
            underway.cancel(true);
        }
    }

    private Answer answered(HttpResponse<String> answer) throws SendingFailedException {
        if (answer.statusCode() == 429) {
            throw SendingFailedException.notBefore(
                    pause(answer.headers().firstValue("Retry-After").orElse("")),
                    "%s asks for a pause".formatted(provider));
        }
        return new Answer(answer.statusCode(), answer.body(), answer.headers());
    }

    /** The header holds seconds, or a date. */
    private Duration pause(String header) {
        try {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(header.strip())));
        } catch (NumberFormatException noNumber) {
            return untilDate(header.strip());
        }
    }

    private Duration untilDate(String header) {
        try {
            var until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var pause = Duration.between(clock.instant(), until);
            return pause.isNegative() || pause.isZero() ? Duration.ofSeconds(1) : pause;
        } catch (DateTimeException noDate) {
            return USUAL_PAUSE;
        }
    }

    /** Names the kind of failure only: a message could hold the address of a webhook. */
    private static String kindOf(@Nullable Throwable failure) {
        return failure instanceof IOException ? failure.getClass().getSimpleName() : "the request failed";
    }

    /** Keeps the beginning of an answer, and stops reading after it. */
    private static final class Beginning implements BodySubscriber<String> {

        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private @Nullable Subscription subscription;

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            for (var buffer : part) {
                var kept = new byte[Math.min(buffer.remaining(), LONGEST_ANSWER - bytes.size())];
                buffer.get(kept);
                bytes.writeBytes(kept);
            }
            if (bytes.size() == LONGEST_ANSWER && subscription != null) {
                subscription.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            text.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            text.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
