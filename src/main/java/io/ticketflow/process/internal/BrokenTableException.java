package io.ticketflow.process.internal;

/** A decision table could not answer; the message is the engine's reason. */
public class BrokenTableException extends RuntimeException {

    BrokenTableException(Exception reason) {
        super(reason.getMessage(), reason);
    }
}
