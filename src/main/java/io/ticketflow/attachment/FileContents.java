package io.ticketflow.attachment;

import io.ticketflow.platform.Ids;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The bytes of files, in chunks in the database. A file of any size needs the memory of one chunk. Between two chunks no transaction is open and no connection
 * is held, however slow the sender or reader is.
 */
@Component
public class FileContents {

    /** In bytes. */
    public static final int MAX_SIZE = 25 << 20;

    static final int CHUNK = 256 << 10;

    /** SQL: bytes are written and read in chunks; an entity would keep them in memory. */
    private final JdbcClient jdbc;

    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ContentTypes types = new ContentTypes();

    FileContents(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Stores a file while it arrives. If the upload breaks off, the stored part is deleted.
     *
     * @param name as the sender calls the file
     * @throws TooLargeException as soon as more than {@link #MAX_SIZE} bytes have arrived
     * @throws InvalidException when the file is empty
     * @throws IOException when the file cannot be read to its end
     */
    public ReceivedFile receive(String name, InputStream content) throws IOException {
        var id = Ids.next();
        write("insert into attachment_files (id, begun_at) values (?, ?)", id, Timestamp.from(clock.instant()));
        try {
            return takeIn(id, FileName.of(name), content);
        } catch (IOException | RuntimeException broken) {
            discard(id);
            throw broken;
        }
    }

    private ReceivedFile takeIn(UUID id, String name, InputStream content) throws IOException {
        var digest = DigestUtils.getSha256Digest();
        var buffer = new byte[CHUNK];
        var type = "";
        var size = 0L;
        for (var place = 0; ; place++) {
            var length = content.readNBytes(buffer, 0, CHUNK);
            size += length;
            if (size > MAX_SIZE) {
                throw new TooLargeException(
                        "FILE_TOO_LARGE", "A file may have %d MB at most.".formatted(MAX_SIZE >> 20));
            }
            if (length > 0) {
                type = place == 0 ? types.of(buffer, length) : type;
                digest.update(buffer, 0, length);
                write(
                        "insert into attachment_chunks (file_id, place, bytes) values (?, ?, ?)",
                        id,
                        place,
                        length == CHUNK ? buffer : Arrays.copyOf(buffer, length));
            }
            if (length < CHUNK) {
                break;
            }
        }
        if (size == 0) {
            throw InvalidException.field("file", "is empty");
        }
        return new ReceivedFile(id, name, type, size, Hex.encodeHexString(digest.digest()));
    }

    /** Deletes a file that was received and will not be attached. */
    public void discard(ReceivedFile file) {
        discard(file.id());
    }

    private void discard(UUID id) {
        write("delete from attachment_files where id = ? and not complete", id);
    }

    /** Deletes files that were begun this long ago and never attached, because the application was killed during the upload. */
    void discardAbandoned(Duration longAgo) {
        write(
                "delete from attachment_files where not complete and begun_at < ?",
                Timestamp.from(clock.instant().minus(longAgo)));
    }

    /** Marks the file as attached. */
    void keep(UUID id) {
        write("update attachment_files set complete = true where id = ?", id);
    }

    void remove(UUID id) {
        write("delete from attachment_files where id = ?", id);
    }

    /**
     * A part of a file, read from the database as the caller reads the stream.
     *
     * @throws NotFoundException when the file was removed; reading the stream throws it, too
     */
    public InputStream open(UUID id, long from, long length) {
        return new ChunkStream(place -> chunk(id, place), CHUNK, from, length);
    }

    private byte[] chunk(UUID id, int place) {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(
                        "select bytes from attachment_chunks where file_id = ? and place = ?")
                .params(id, place)
                .query((row, number) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> new NotFoundException("ATTACHMENT_NOT_FOUND", "The file has just been removed."))));
    }

    private void write(String sql, Object... values) {
        transaction.executeWithoutResult(status -> jdbc.sql(sql).params(values).update());
    }
}
