package io.ticketflow.process.tables;

/** A decision table failed; the message is the engine's reason. */
public class BrokenTableException extends RuntimeException {

    BrokenTableException(Exception reason) {
        super(reason.getMessage(), reason);
    }
}
