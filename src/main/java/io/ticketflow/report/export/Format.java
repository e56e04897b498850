package io.ticketflow.report.export;

/** The kinds of files that reports are exported as. */
public enum Format {
    CSV("csv", "text/csv;charset=UTF-8"),
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String ending;
    private final String mediaType;

    Format(String ending, String mediaType) {
        this.ending = ending;
        this.mediaType = mediaType;
    }

    /** The ending of a file's name, and the format's name in requests. */
    public String ending() {
        return ending;
    }

    public String mediaType() {
        return mediaType;
    }
}
