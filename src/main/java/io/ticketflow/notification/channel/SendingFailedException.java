package io.ticketflow.notification.channel;

import org.jspecify.annotations.Nullable;

/** A provider did not accept a message. The text is for operators and holds no person's address. */
public final class SendingFailedException extends Exception {

    private final boolean forGood;
    private final boolean atTheServer;

    private SendingFailedException(String message, boolean forGood, boolean atTheServer, @Nullable Throwable cause) {
        super(message, cause);
        this.forGood = forGood;
        this.atTheServer = atTheServer;
    }

    /** The provider refused this message. A later attempt may succeed. */
    static SendingFailedException thisTime(String message, Throwable cause) {
        return new SendingFailedException(message, false, false, cause);
    }

    /** The fault lies with the provider or its settings, so it concerns messages to every person. A later attempt may succeed. */
    static SendingFailedException atTheServer(String message, Throwable cause) {
        return new SendingFailedException(message, false, true, cause);
    }

    /** Every later attempt would be refused, too. */
    static SendingFailedException forGood(String message, @Nullable Throwable cause) {
        return new SendingFailedException(message, true, false, cause);
    }

    public boolean isForGood() {
        return forGood;
    }

    public boolean isAtTheServer() {
        return atTheServer;
    }

    /** Never null, because each factory method sets a message. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
