package io.ticketflow.attachment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Files pass through without being held in memory, and slow senders and readers hold no database connection. The clients of these tests generate what they send
 * and drop what they receive.
 */
@TicketflowTest
class FileStreamingTests {

    private static final int SIZE = FileContents.MAX_SIZE;
    private static final int MEBIBYTE = 1 << 20;

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private ServletContext container;

    @Value("${spring.datasource.hikari.maximum-pool-size}")
    private int connections;

    private Http http;
    private Http user;
    private Ticket ticket;
    private ExecutorService people;

    @BeforeEach
    void aTicket(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        user = http.as("user");
        ticket = world.openAndRouted(Category.VM, Priority.P3);
        people = Executors.newCachedThreadPool();
    }

    @AfterEach
    void everybodyGoesHome() {
        people.shutdownNow();
    }

    private String attachments() {
        return "/api/v1/tickets/" + ticket.number() + "/attachments";
    }

    /** A generated file, different for each seed. Reading pauses at one position until the test lets it go on. */
    private static final class MadeUp extends InputStream {

        private final int seed;
        private final int size;
        private final int pauseAt;
        private final CountDownLatch goOn;
        private int given;

        MadeUp(int seed, int size, int pauseAt, CountDownLatch goOn) {
            this.seed = seed;
            this.size = size;
            this.pauseAt = pauseAt;
            this.goOn = goOn;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (given == size) {
                return -1;
            }
            if (given == pauseAt) {
                awaitLeave();
            }
            var length = Math.min(wanted, (given < pauseAt ? pauseAt : size) - given);
            for (var i = 0; i < length; i++) {
                target[offset + i] = (byte) ((given + i) * 31 + ((given + i) >> 8) * seed);
            }
            given += length;
            return length;
        }

        private void awaitLeave() throws IOException {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private Future<HttpResponse<String>> upload(int seed, int size, int pauseAt, CountDownLatch goOn) {
        var form = Multipart.form()
                .field("visibility", "PUBLIC")
                .file("made-up", () -> new MadeUp(seed, size, pauseAt, goOn));
        return people.submit(() -> user.upload(attachments(), form));
    }

    private static String sha256(int seed, int size) throws IOException {
        return DigestUtils.sha256Hex(new MadeUp(seed, size, -1, new CountDownLatch(0)));
    }

    private long stored() {
        return jdbc.queryForList("select octet_length(bytes) from attachment_chunks", Integer.class).stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The temporary files that the container would write for a form. */
    private List<Path> filesOfTheContainer() throws IOException {
        var directory = (File) Objects.requireNonNull(container.getAttribute(ServletContext.TEMPDIR));
        try (var files = Files.walk(directory.toPath())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > MEBIBYTE)
                    .toList();
        }
    }

    @Test
    void files_that_arrive_at_once_are_in_the_database_and_not_in_memory() throws Exception {
        var goOn = new CountDownLatch(1);
        var before = heapInUse();
        var uploads = IntStream.range(0, 8)
                .mapToObj(seed -> upload(seed, SIZE, SIZE - MEBIBYTE, goOn))
                .toList();

        // Each file is stored but for its last mebibyte, which is not sent yet, and the incomplete chunk before that.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(stored()).isGreaterThan(8L * (SIZE - 2 * MEBIBYTE)));
        var meanwhile = heapInUse();
        var temporary = filesOfTheContainer();
        goOn.countDown();

        assertThat(meanwhile - before).isLessThan(32L * MEBIBYTE);
        assertThat(temporary).isEmpty();
        for (var seed = 0; seed < 8; seed++) {
            var answer = uploads.get(seed).get();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(JsonPath.<String>read(answer.body(), "$.sha256")).isEqualTo(sha256(seed, SIZE));
        }
    }

    @Test
    void slow_readers_hold_neither_memory_nor_the_connections_of_others() throws Exception {
        var uploaded = upload(7, SIZE, -1, new CountDownLatch(0)).get().body();
        var file = attachments() + "/" + JsonPath.<String>read(uploaded, "$.id");
        var before = heapInUse();
        var readers = new ArrayList<InputStream>();
        for (var i = 0; i < connections + 4; i++) {
            var reading = user.stream(file).body();
            assertThat(reading.read()).isNotNegative();
            readers.add(reading);
        }

        assertThat(user.get("/api/v1/tickets/" + ticket.number()).statusCode()).isEqualTo(200);
        assertThat(heapInUse() - before).isLessThan(readers.size() * (long) (2 * MEBIBYTE));

        for (var reading : readers.subList(0, 4)) {
            try (reading) {
                var rest = DigestUtils.getSha256Digest();
                rest.update((byte) 0);
                assertThat(DigestUtils.updateDigest(rest, reading).digest())
                        .isEqualTo(DigestUtils.sha256(new MadeUp(7, SIZE, -1, new CountDownLatch(0))));
            }
        }
        for (var hungUp : readers.subList(4, readers.size())) {
            hungUp.close();
        }
        assertThat(user.get("/api/v1/tickets/" + ticket.number()).statusCode()).isEqualTo(200);
    }

    @Test
    void slow_senders_do_not_hold_the_connections_of_others() throws Exception {
        var goOn = new CountDownLatch(1);
        var size = MEBIBYTE + MEBIBYTE / 2;
        var uploads = new ArrayList<Future<HttpResponse<String>>>();
        for (var seed = 0; seed < connections + 4; seed++) {
            uploads.add(upload(seed, size, MEBIBYTE, goOn));
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(stored()).isGreaterThanOrEqualTo(uploads.size() * 768L * 1024));

        assertThat(user.get("/api/v1/tickets/" + ticket.number()).statusCode()).isEqualTo(200);
        goOn.countDown();

        var statuses = new ArrayList<Integer>();
        for (var upload : uploads) {
            statuses.add(upload.get().statusCode());
        }
        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(20);
    }
}
