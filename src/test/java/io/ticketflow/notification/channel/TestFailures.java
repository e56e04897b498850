package io.ticketflow.notification.channel;

import java.time.Duration;

/** What providers say in tests. */
public final class TestFailures {

    private TestFailures() {}

    public static SendingFailedException thisTime(String reason) {
        return SendingFailedException.thisTime(reason, null);
    }

    public static SendingFailedException atTheServer(String reason) {
        return SendingFailedException.atTheServer(reason, null);
    }

    public static SendingFailedException forGood(String reason) {
        return SendingFailedException.forGood(reason, null);
    }

    public static SendingFailedException notBefore(Duration pause) {
        return SendingFailedException.notBefore(pause, "Too many");
    }
}
