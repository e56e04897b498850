package io.ticketflow.notification.channel;

/** Settings of channels for tests. */
public final class TestChannels {

    private TestChannels() {}

    /** Only mails, by the server at this port of this machine. */
    public static ChannelSettings mailAt(int port) {
        return of("127.0.0.1", port, "");
    }

    /** An empty text leaves out the channel. */
    public static ChannelSettings of(String smtpHost, int smtpPort, String twilio) {
        return new ChannelSettings(
                true, smtpHost, smtpPort, "", "", "", twilio, twilio, twilio, "http://127.0.0.1:1", "", false);
    }

    /** Only SMS, by a Twilio at this address. */
    static ChannelSettings twilioAt(String url) {
        return new ChannelSettings(true, "", 587, "", "", "", "AC1", "token", "+4930000", url, "", false);
    }

    /** Only Slack, by this webhook of the installation. */
    public static ChannelSettings slackAt(String url, boolean internal) {
        return new ChannelSettings(true, "", 587, "", "", "", "", "", "", "http://127.0.0.1:1", url, internal);
    }

    /** Every channel is set up. */
    public static ChannelSettings all() {
        return new ChannelSettings(
                true,
                "mail.example.org",
                587,
                "",
                "",
                "",
                "AC1",
                "token",
                "+4930000",
                "http://127.0.0.1:1",
                "https://hooks.slack.com/services/x",
                true);
    }
}
