package io.ticketflow.notification.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.notification.Channel;
import io.ticketflow.platform.Settings;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Slack channels, by incoming webhooks. The words of people are escaped, so that no text calls a whole channel or hides where a link leads; only the
 * application's own link is one.
 */
@Component
class Slack implements Carrier {

    /** Slack cuts longer texts. */
    private static final int LONGEST = 35_000;

    private static final int OK = 200;
    /** The webhook or its channel is gone or closed, or Slack cannot read the message. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 403, 404, 410);

    private static final Pattern REASON = Pattern.compile("[a-z_]{1,50}");

    private final Webhooks webhooks;
    private final Settings settings;
    private final ObjectMapper json;
    private final ProviderRequests requests;

    @Autowired
    Slack(Webhooks webhooks, Settings settings, ObjectMapper json, Clock clock) {
        this(webhooks, settings, json, new ProviderRequests("Slack", clock));
    }

    Slack(Webhooks webhooks, Settings settings, ObjectMapper json, ProviderRequests requests) {
        this.webhooks = webhooks;
        this.settings = settings;
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
        var words = message.words();
        var text = "*%s*\n%s"
                .formatted(escaped(words.subject()), escaped(words.text()))
                .strip();
        var link = "<%s|%s>"
                .formatted(
                        Links.to(settings, message.ticket()),
                        message.ticket() == null
                                ? escaped(settings.appName())
                                : "Open " + message.ticket().number());
        try {
            return json.writeValueAsString(Map.of(
                    "text",
                    (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…") + "\n" + link,
                    "unfurl_links",
                    false,
                    "unfurl_media",
                    false));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The three characters that begin a mention, a link or an entity in Slack's markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
