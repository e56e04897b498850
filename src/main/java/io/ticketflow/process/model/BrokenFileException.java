package io.ticketflow.process.model;

/** A file is no XML, or more of it than a person draws; the message says why. */
public class BrokenFileException extends RuntimeException {

    private final int line;
    private final int column;

    BrokenFileException(String reason, int line, int column) {
        super(reason);
        this.line = line;
        this.column = column;
    }

    /** From 1; 0 when the place is not known. */
    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
