package io.ticketflow.notification.channel;

import org.jspecify.annotations.Nullable;

/** A provider did not accept a message. The text is for operators and holds no person's address. */
public final class SendingFailedException extends Exception {

    private final boolean forGood;

    private SendingFailedException(String message, boolean forGood, @Nullable Throwable cause) {
        super(message, cause);
        this.forGood = forGood;
    }

    /** A later attempt may succeed. */
    static SendingFailedException thisTime(String message, Throwable cause) {
        return new SendingFailedException(message, false, cause);
    }

    /** Every later attempt would be refused, too. */
    static SendingFailedException forGood(String message, @Nullable Throwable cause) {
        return new SendingFailedException(message, true, cause);
    }

    public boolean isForGood() {
        return forGood;
    }

    /** Never null, because both factory methods set a message. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
