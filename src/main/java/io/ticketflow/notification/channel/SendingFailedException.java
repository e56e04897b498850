package io.ticketflow.notification.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider did not accept a message. The text is for operators and holds no person's address. */
public final class SendingFailedException extends Exception {

    private enum Fault {
        OF_THE_MESSAGE_FOR_NOW,
        OF_THE_MESSAGE_FOR_GOOD,
        OF_THE_PROVIDER
    }

    private final Fault fault;
    private final Duration pause;

    private SendingFailedException(String message, Fault fault, Duration pause, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.pause = pause;
    }

    /** The provider refused this message. A later attempt may succeed. */
    public static SendingFailedException thisTime(String message, @Nullable Throwable cause) {
        return new SendingFailedException(message, Fault.OF_THE_MESSAGE_FOR_NOW, Duration.ZERO, cause);
    }

    /** The fault lies with the provider or its settings, so it concerns messages to every person. A later attempt may succeed. */
    static SendingFailedException atTheServer(String message, @Nullable Throwable cause) {
        return new SendingFailedException(message, Fault.OF_THE_PROVIDER, Duration.ZERO, cause);
    }

    /** Every later attempt would be refused, too. */
    static SendingFailedException forGood(String message, @Nullable Throwable cause) {
        return new SendingFailedException(message, Fault.OF_THE_MESSAGE_FOR_GOOD, Duration.ZERO, cause);
    }

    /** The provider wants nothing for this recipient before the pause is over. */
    static SendingFailedException notBefore(Duration pause, String message) {
        return new SendingFailedException(message, Fault.OF_THE_MESSAGE_FOR_NOW, pause, null);
    }

    public boolean isForGood() {
        return fault == Fault.OF_THE_MESSAGE_FOR_GOOD;
    }

    public boolean isAtTheServer() {
        return fault == Fault.OF_THE_PROVIDER;
    }

    /** For how long the provider wants nothing for this recipient; zero when it did not say. */
    public Duration pause() {
        return pause;
    }

    /** Never null, because each factory method sets a message. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
