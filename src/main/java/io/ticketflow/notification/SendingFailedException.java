package io.ticketflow.notification;

/** A provider did not take a message. What it says is for operators, and holds nobody's address. */
final class SendingFailedException extends Exception {

    private final boolean forGood;

    private SendingFailedException(String message, boolean forGood, Throwable cause) {
        super(message, cause);
        this.forGood = forGood;
    }

    /** It may work later. */
    static SendingFailedException thisTime(String message, Throwable cause) {
        return new SendingFailedException(message, false, cause);
    }

    /** Trying again would be refused again. */
    static SendingFailedException forGood(String message, Throwable cause) {
        return new SendingFailedException(message, true, cause);
    }

    boolean isForGood() {
        return forGood;
    }

    /** The message is never null: whoever makes one gives it. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
