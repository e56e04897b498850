package io.ticketflow.notification.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.notification.Channel;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Slack channels, by incoming webhooks. The templates have escaped what people wrote. */
@Component
class Slack implements Carrier {

    /** Slack cuts longer texts. */
    private static final int LONGEST = 35_000;

    private static final int OK = 200;
    /** The webhook or its channel is gone or closed, or Slack cannot read the message. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 403, 404, 410);

    private static final Pattern REASON = Pattern.compile("[a-z_]{1,50}");

    private final Webhooks webhooks;
    private final ObjectMapper json;
    private final ProviderRequests requests;

    @Autowired
    Slack(Webhooks webhooks, ObjectMapper json, Clock clock) {
        this(webhooks, json, new ProviderRequests("Slack", clock));
    }

    Slack(Webhooks webhooks, ObjectMapper json, ProviderRequests requests) {
        this.webhooks = webhooks;
        this.json = json;
        this.requests = requests;
    }

    @Override
    public Channel channel() {
        return Channel.SLACK;
    }

    @Override
    public Call call() {
        return this::send;
    }

    private Receipt send(Letter message) throws SendingFailedException {
        var webhook = webhooks.find(message.recipient())
                .orElseThrow(() -> SendingFailedException.forGood("The webhook is not set up any more", null));
        var answer = requests.send(HttpRequest.newBuilder(webhook.url())
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body(message)))
                .build());
        if (answer.status() == OK) {
            return new Receipt(null, 1);
        }
        var said = answer.body().strip();
        var reason = "Slack refused the message: %d %s"
                .formatted(answer.status(), REASON.matcher(said).matches() ? said : "")
                .strip();
        throw FOR_GOOD.contains(answer.status())
                ? SendingFailedException.forGood(reason, null)
                : SendingFailedException.atTheServer(reason, null);
    }

    private String body(Letter message) {
        try {
            return json.writeValueAsString(
                    Map.of("text", cut(message.words().text()), "unfurl_links", false, "unfurl_media", false));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the last line, which has the link. */
    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        var lines = text.substring(0, LONGEST);
        return lines.substring(0, lines.lastIndexOf('\n') + 1) + "…" + text.substring(text.lastIndexOf('\n'));
    }
}
