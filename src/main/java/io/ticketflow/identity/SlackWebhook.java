package io.ticketflow.identity;

/**
 * Where a team's messages to Slack go.
 *
 * @param url a secret: with it every person can write into the channel
 * @param internal whether only staff read the channel
 */
public record SlackWebhook(String url, boolean internal) {

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "SlackWebhook[internal=" + internal + "]";
    }
}
