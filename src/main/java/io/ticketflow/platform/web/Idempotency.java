package io.ticketflow.platform.web;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries out a request with an {@code Idempotency-Key} once. The key is written in the transaction of the act. A second request with the same key at the same
 * time waits for that transaction. If the act is refused or killed, the key is not stored and the request may be tried again. The answer to a repeated request
 * is built from what the act wrote.
 */
@Component
@RepeatedWhenOvertaken
public class Idempotency {

    private static final String DONE = "done";
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private record Kept(String bodyHash, String result) {}

    /** SQL: one statement writes a key or finds that it exists. */
    private final JdbcClient jdbc;

    private final TransactionTemplate transaction;
    private final Clock clock;

    Idempotency(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Carries out an act, or finds the result of its first execution.
     *
     * @param act carries out the request; called once
     * @param trace what is stored of the result, such as its id
     * @param again finds the result by its trace when the request is repeated; it checks the caller's rights
     * @param answer builds the answer from the result, at the first request and at repeated ones
     * @throws InvalidException IDEMPOTENCY_KEY_REUSED when the key came with another body before
     */
    public <R, T> ResponseEntity<T> once(
            IdempotencyKey key,
            Supplier<R> act,
            Function<R, String> trace,
            Function<String, R> again,
            Function<R, ResponseEntity<T>> answer) {
        var value = key.value();
        if (value == null) {
            return answer.apply(act.get());
        }
        var done = new AtomicReference<R>();
        var before = Objects.requireNonNull(transaction.execute(status -> {
            if (begin(key, value)) {
                done.set(act.get());
                return end(key, value, trace.apply(done.get()));
            }
            return result(key, value);
        }));
        if (done.get() != null) {
            return answer.apply(done.get());
        }
        var built = answer.apply(again.apply(before));
        return ResponseEntity.status(built.getStatusCode())
                .headers(built.getHeaders())
                .header("Idempotency-Replayed", "true")
                .body(built.getBody());
    }

    /** Like {@link #once(IdempotencyKey, Supplier, Function, Function, Function)}, for an act without a result. */
    public void once(IdempotencyKey key, Runnable act) {
        once(
                key,
                () -> {
                    act.run();
                    return DONE;
                },
                done -> done,
                done -> done,
                ResponseEntity::ok);
    }

    private String end(IdempotencyKey key, String value, String result) {
        jdbc.sql("""
                        update idempotency_keys set result = :result
                        where caller_id = :caller and route = :route and key = :key""")
                .param("result", result)
                .param("caller", key.caller())
                .param("route", key.route())
                .param("key", value)
                .update();
        return result;
    }

    /** Writes the key, and waits if another transaction writes the same key. Answers false if the key exists. */
    private boolean begin(IdempotencyKey key, String value) {
        var now = clock.instant();
        return jdbc.sql("""
                        insert into idempotency_keys (caller_id, route, key, body_hash, created_at)
                        values (:caller, :route, :key, :hash, :now)
                        on conflict (caller_id, route, key) do update
                        set body_hash = excluded.body_hash, result = null, created_at = excluded.created_at
                        where idempotency_keys.created_at < :forgotten""")
                        .param("caller", key.caller())
                        .param("route", key.route())
                        .param("key", value)
                        .param("hash", HexFormat.of().parseHex(key.body().sha256()))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("forgotten", now.minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private String result(IdempotencyKey key, String value) {
        var kept = jdbc.sql("""
                        select body_hash, result from idempotency_keys
                        where caller_id = :caller and route = :route and key = :key""")
                .param("caller", key.caller())
                .param("route", key.route())
                .param("key", value)
                .query((row, number) ->
                        new Kept(HexFormat.of().formatHex(row.getBytes("body_hash")), row.getString("result")))
                .single();
        if (!kept.bodyHash().equals(key.body().sha256())) {
            throw new InvalidException(
                    "IDEMPOTENCY_KEY_REUSED",
                    "This key came with another request before.",
                    List.of(new FieldError(IdempotencyKeyArgument.HEADER, "was used for another body")));
        }
        return kept.result();
    }

    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    void forget() {
        transaction.executeWithoutResult(status -> jdbc.sql(
                        "delete from idempotency_keys where created_at < :forgotten")
                .param("forgotten", OffsetDateTime.ofInstant(clock.instant().minus(REMEMBERED), ZoneOffset.UTC))
                .update());
    }
}
