package io.ticketflow.report.export;

import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Writes sheets into files while their rows are read, so that a file of any length needs the same little memory. An export keeps a connection to the database
 * and much of a processor for as long as its reader takes; so a node writes few at once, and each for a limited time.
 */
@Component
public class Exports {

    /** Half of the connections for reports. */
    private static final int AT_ONCE = 2;

    /** A snapshot of the database that is older than this keeps it from clearing away. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Set<UUID> running = new HashSet<>();

    /**
     * The file of an export.
     *
     * @param byteOrderMark whether a CSV file begins with one, by which some programs recognise UTF-8
     */
    public record File(Format format, ZoneId zone, boolean byteOrderMark) {}

    /**
     * Writes the sheet. If it fails, the file has no proper end.
     *
     * @throws IOException when the target cannot take the rest; the statement ends, too
     * @throws TooManyRequestsException when this person has an export running
     * @throws UnavailableException when other people's exports take all places
     */
    public void write(Sheet<?> sheet, File file, UUID person, OutputStream target) throws IOException {
        begin(person);
        try {
            write(sheet, file, target);
        } finally {
            end(person);
        }
    }

    /**
     * Writes the sheet for a mail. Only the thread that sends mails does this, so it takes no place.
     *
     * @throws IOException when the target cannot take the rest; the statement ends, too
     */
    public void write(Sheet<?> sheet, File file, OutputStream target) throws IOException {
        try {
            fill(sheet, file, target);
        } catch (UncheckedIOException ended) {
            throw ended.getCause();
        }
    }

    private static <R> void fill(Sheet<R> sheet, File file, OutputStream target) throws IOException {
        var begun = System.nanoTime();
        var written = begin(sheet, file, target);
        sheet.rows().each(row -> {
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                throw new IllegalStateException(
                        "The export of %s takes longer than %s".formatted(sheet.name(), LONGEST));
            }
            try {
                written.row(row);
            } catch (IOException ended) {
                throw new UncheckedIOException(ended);
            }
        });
        written.end();
    }

    private static <R> SheetFile<R> begin(Sheet<R> sheet, File file, OutputStream target) throws IOException {
        return switch (file.format()) {
            case CSV -> new CsvFile<>(sheet, file.zone(), file.byteOrderMark(), target);
            case XLSX -> new XlsxFile<>(sheet, file.zone(), XlsxFile.MOST_ROWS, target);
        };
    }

    private void begin(UUID person) {
        synchronized (running) {
            if (running.contains(person)) {
                throw new TooManyRequestsException(
                        "EXPORT_RUNNING", "Another export of yours is running. Wait for its end.", PAUSE);
            }
            if (running.size() >= AT_ONCE) {
                throw new UnavailableException(
                        "EXPORTS_BUSY", "%d exports of other people are running. Try again soon.".formatted(AT_ONCE));
            }
            running.add(person);
        }
    }

    private void end(UUID person) {
        synchronized (running) {
            running.remove(person);
        }
    }
}
