package io.ticketflow.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class FileContentsTests {

    private static final int CHUNK = FileContents.CHUNK;

    @Autowired
    private World world;

    @Autowired
    private FileContents contents;

    @Autowired
    private AbandonedUploads abandoned;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void noFiles() {
        world.beginAnew();
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private long rows(String table) {
        return jdbc.queryForList("select 1 from " + table).size();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7})
    void what_comes_out_is_what_went_in_wherever_one_begins(int size) throws IOException {
        var bytes = bytes(size);

        var file = contents.receive("a.bin", new ByteArrayInputStream(bytes));

        assertThat(file.size()).isEqualTo(size);
        assertThat(file.sha256()).isEqualTo(DigestUtils.sha256Hex(bytes));
        assertThat(contents.open(file.id(), 0, size)).hasBinaryContent(bytes);
        for (var from : new int[] {0, size / 2, Math.min(size - 1, CHUNK), size - 1}) {
            var expected = new ByteArrayInputStream(bytes, from, size - from).readAllBytes();
            assertThat(contents.open(file.id(), from, size - from)).hasBinaryContent(expected);
        }
        assertThat(rows("attachment_chunks")).isEqualTo((size + CHUNK - 1) / CHUNK);
    }

    @Test
    void a_file_may_have_its_greatest_size_and_not_a_byte_more() throws IOException {
        assertThat(contents.receive("a", zeros(FileContents.MAX_SIZE)).size()).isEqualTo(26_214_400);

        assertThatThrownBy(() -> contents.receive("b", zeros(FileContents.MAX_SIZE + 1)))
                .isInstanceOf(TooLargeException.class);
        assertThat(rows("attachment_files")).isOne();
    }

    private static InputStream zeros(int length) {
        return new InputStream() {

            private int left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int offset, int wanted) {
                if (left <= 0) {
                    return -1;
                }
                var given = Math.min(wanted, left);
                left -= given;
                return given;
            }
        };
    }

    @Test
    void nothing_is_left_of_what_breaks_off_or_is_empty() {
        var breaksOff = new SequenceInputStream(zeros(2 * CHUNK), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("hung up");
            }

            @Override
            public int read(byte[] target, int offset, int wanted) throws IOException {
                throw new IOException("hung up");
            }
        });

        assertThatThrownBy(() -> contents.receive("a", breaksOff)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> contents.receive("a", InputStream.nullInputStream()))
                .isInstanceOf(InvalidException.class);
        assertThat(rows("attachment_files")).isZero();
        assertThat(rows("attachment_chunks")).isZero();
    }

    @Test
    void what_was_never_finished_is_cleared_away_after_a_day() throws IOException {
        contents.receive("a", zeros(CHUNK));
        var kept = contents.receive("b", zeros(1));
        contents.keep(kept.id());
        world.pass(AbandonedUploads.AFTER.minusMinutes(1));
        abandoned.tidy();
        assertThat(rows("attachment_files")).isEqualTo(2);

        world.pass(AbandonedUploads.AFTER);
        abandoned.tidy();

        assertThat(rows("attachment_files")).isOne();
        assertThat(contents.open(kept.id(), 0, 1)).hasBinaryContent(new byte[1]);
    }

    @Test
    void what_belongs_to_an_attachment_is_not_discarded() throws IOException {
        var file = contents.receive("a", zeros(1));
        contents.keep(file.id());

        contents.discard(file);

        assertThat(rows("attachment_files")).isOne();
    }

    @Test
    void a_file_that_is_removed_while_it_is_read_ends_in_a_refusal_not_in_fewer_bytes() throws IOException {
        var file = contents.receive("a", zeros(2 * CHUNK));
        var reading = contents.open(file.id(), 0, 2 * CHUNK);

        contents.remove(file.id());

        assertThat(reading.readNBytes(CHUNK)).hasSize(CHUNK);
        assertThatThrownBy(reading::read).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> contents.open(file.id(), 0, 1)).isInstanceOf(NotFoundException.class);
    }
}
