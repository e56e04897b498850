package io.ticketflow.notification.channel;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.Team;
import io.ticketflow.notification.Channel;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The webhooks by which messages reach Slack: one of the installation, and one for each team that has its own. A manager enters the webhook of a team, and the
 * application calls it from inside the operator's network; so it must be at Slack, or at the host that the operator named.
 */
@Component
public class Webhooks {

    /** The name of the installation's webhook. Names of teams' webhooks begin with {@code team-}. */
    private static final String INSTALLATION = "installation";

    private static final String OF_A_TEAM = "team-";
    private static final int LONGEST_URL = 500;
    private static final Set<String> SLACK = Set.of("hooks.slack.com", "hooks.slack-gov.com");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

    /**
     * The webhook that hears of a ticket.
     *
     * @param obstacle why nothing can be sent to it; null when it is set up
     * @param internal whether only staff read there
     */
    public record Chosen(String name, @Nullable String obstacle, boolean internal) {}

    /** A webhook that is set up now. */
    public record Found(URI url, boolean internal) {

        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "Found[internal=" + internal + "]";
        }
    }

    private final ChannelSettings settings;
    private final Directory directory;
    private final boolean production;
    private final @Nullable URI ofTheInstallation;

    public Webhooks(ChannelSettings settings, Settings application, Directory directory) {
        this.settings = settings;
        this.directory = directory;
        this.production = application.isProduction();
        this.ofTheInstallation = settings.slackWebhookUrl().isBlank() ? null : ofTheInstallation();
    }

    private URI ofTheInstallation() {
        return readable(settings.slackWebhookUrl().strip())
                .filter(url -> "https".equals(url.getScheme()) || isAllowedForTests(url))
                .orElseThrow(() ->
                        new CannotStartException("SLACK_WEBHOOK_URL must be an address that begins with https://"));
    }

    /** The webhook of the team if it has one, otherwise that of the installation. */
    public Chosen forTeam(@Nullable UUID teamId) {
        return Optional.ofNullable(teamId)
                .flatMap(directory::findTeam)
                .filter(Team::slackConfigured)
                .map(team -> new Chosen(OF_A_TEAM + team.handle(), null, team.slackInternal()))
                .orElseGet(() -> new Chosen(
                        INSTALLATION, settings.obstacle(Channel.SLACK).orElse(null), settings.slackWebhookInternal()));
    }

    /** The webhook of this name, if it is set up now. */
    public Optional<Found> find(String name) {
        if (name.equals(INSTALLATION)) {
            return Optional.ofNullable(ofTheInstallation).map(url -> new Found(url, settings.slackWebhookInternal()));
        }
        return directory.slackWebhookOf(name.substring(OF_A_TEAM.length())).flatMap(webhook -> allowed(webhook.url())
                .map(url -> new Found(url, webhook.internal())));
    }

    /** Refuses an address to which the application must not send. */
    @EventListener
    void on(IdentityEvent.SlackWebhookChosen chosen) {
        if (allowed(chosen.url()).isEmpty()) {
            throw InvalidException.field(
                    "slackWebhookUrl",
                    "must be an incoming webhook of Slack, such as https://hooks.slack.com/services/…, or be at the host of SLACK_WEBHOOK_URL");
        }
    }

    private Optional<URI> allowed(String text) {
        return readable(text).filter(url -> isAtSlack(url) || isWhereTheInstallationIs(url) || isAllowedForTests(url));
    }

    private static Optional<URI> readable(String text) {
        try {
            var url = new URI(text);
            return url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && text.length() <= LONGEST_URL
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isAtSlack(URI url) {
        return "https".equals(url.getScheme())
                && SLACK.contains(url.getHost())
                && (url.getPort() == -1 || url.getPort() == 443);
    }

    private boolean isWhereTheInstallationIs(URI url) {
        return ofTheInstallation != null
                && ofTheInstallation.getScheme().equals(url.getScheme())
                && ofTheInstallation.getHost().equals(url.getHost())
                && ofTheInstallation.getPort() == url.getPort();
    }

    private boolean isAllowedForTests(URI url) {
        return !production && "http".equals(url.getScheme()) && THIS_MACHINE.contains(url.getHost());
    }
}
