package io.ticketflow.process.model;

/** A file is no XML, or exceeds the limits; the message gives the reason. */
public class BrokenFileException extends RuntimeException {

    private final int line;
    private final int column;

    BrokenFileException(String reason, int line, int column) {
        super(reason);
        this.line = line;
        this.column = column;
    }

    /** Counted from 1; 0 when the position is unknown. */
    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
