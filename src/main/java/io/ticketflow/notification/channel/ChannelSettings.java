package io.ticketflow.notification.channel;

import io.ticketflow.notification.Channel;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for mails, SMS and Slack. A text that is not set is empty.
 *
 * @param slackWebhookInternal whether only staff read the channel behind {@code slackWebhookUrl}
 * @param sendByThemselves whether the application sends messages as soon as they are written; false only in tests that call the postman themselves
 */
@ConfigurationProperties("ticketflow.channels")
@Validated
public record ChannelSettings(
        boolean sendByThemselves,
        @NotNull String smtpHost,
        @Min(1) @Max(65_535) int smtpPort,
        @NotNull String smtpUser,
        @NotNull String smtpPassword,
        @NotNull String mailFrom,
        @NotNull String twilioAccountSid,
        @NotNull String twilioAuthToken,
        @NotNull String twilioFrom,
        @NotBlank String twilioBaseUrl,
        @NotNull String slackWebhookUrl,
        boolean slackWebhookInternal) {

    /** How each obstacle begins. */
    public static final String MISSING = "Not set: ";

    /** The reason why the application cannot send messages by this channel; empty when it can. */
    public Optional<String> obstacle(Channel channel) {
        var missing = needed(channel).entrySet().stream()
                .filter(setting -> setting.getValue().isBlank())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? Optional.empty() : Optional.of(MISSING + missing);
    }

    private Map<String, String> needed(Channel channel) {
        var needed = new LinkedHashMap<String, String>();
        switch (channel) {
            case EMAIL -> needed.put("SMTP_HOST", smtpHost);
            case SMS -> {
                needed.put("TWILIO_ACCOUNT_SID", twilioAccountSid);
                needed.put("TWILIO_AUTH_TOKEN", twilioAuthToken);
                needed.put("TWILIO_FROM", twilioFrom);
            }
            case SLACK -> needed.put("SLACK_WEBHOOK_URL", slackWebhookUrl);
        }
        return needed;
    }

    /** Leaves out the secrets. */
    @Override
    public String toString() {
        return "ChannelSettings[smtpHost=" + smtpHost + "]";
    }
}
