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
        return new ChannelSettings(true, smtpHost, smtpPort, "", "", "", twilio, twilio, twilio);
    }
}
