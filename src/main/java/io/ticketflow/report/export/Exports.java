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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Autowired;
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

    /** After this time, the right of the reader is looked up again. */
    private static final Duration RIGHT_LASTS = Duration.ofSeconds(1);

    private final Set<UUID> running = new HashSet<>();
    private final Duration longest;
    private final Duration rightLasts;

    @Autowired
    Exports() {
        this(LONGEST, RIGHT_LASTS);
    }

    /** For tests that do not wait that long. */
    Exports(Duration longest, Duration rightLasts) {
        this.longest = longest;
        this.rightLasts = rightLasts;
    }

    /**
     * The person who gets an export.
     *
     * @param mayRead whether the account still exists and may read what is exported
     */
    public record Reader(UUID person, BooleanSupplier mayRead) {}

    /**
     * The file of an export.
     *
     * @param byteOrderMark whether a CSV file begins with one, by which some programs recognise UTF-8
     */
    public record File(Format format, ZoneId zone, boolean byteOrderMark) {}

    /**
     * Writes the sheet. If it fails, the file has no proper end. So does it if the reader loses the right to read it meanwhile.
     *
     * @throws IOException when the target cannot take the rest; the statement ends, too
     * @throws TooManyRequestsException when this person has an export running
     * @throws UnavailableException when other people's exports take all places
     */
    public void write(Sheet<?> sheet, File file, Reader reader, OutputStream target) throws IOException {
        begin(reader.person());
        try {
            write(sheet, file, reader.mayRead(), target);
        } finally {
            end(reader.person());
        }
    }

    /**
     * Writes the sheet for a mail. Only the thread that sends mails with files does this, so it takes no place. It lasts no longer than the target takes it.
     *
     * @throws IOException when the target cannot take the rest; the statement ends, too
     */
    public void write(Sheet<?> sheet, File file, OutputStream target) throws IOException {
        write(sheet, file, () -> true, target);
    }

    private void write(Sheet<?> sheet, File file, BooleanSupplier mayRead, OutputStream target) throws IOException {
        try {
            fill(sheet, file, mayRead, target);
        } catch (UncheckedIOException ended) {
            throw ended.getCause();
        }
    }

    private <R> void fill(Sheet<R> sheet, File file, BooleanSupplier mayRead, OutputStream target) throws IOException {
        var begun = System.nanoTime();
        var lookedUp = new AtomicLong(begun);
        var written = begin(sheet, file, target);
        sheet.rows().each(row -> {
            var now = System.nanoTime();
            if (now - begun > longest.toNanos()) {
                throw new IllegalStateException(
                        "The export of %s takes longer than %s".formatted(sheet.name(), longest));
            }
            if (now - lookedUp.get() >= rightLasts.toNanos()) {
                lookedUp.set(now);
                if (!mayRead.getAsBoolean()) {
                    throw new IllegalStateException(
                            "The reader of the export of %s may not read it any more".formatted(sheet.name()));
                }
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
