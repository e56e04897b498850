package io.ticketflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.Watching;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Uses real HTTP and real time, because streams depend on both. */
@TicketflowTest
@ExtendWith(OutputCaptureExtension.class)
class NotificationStreamTests {

    private static final String NOTIFICATIONS = "/api/v1/notifications";

    /** One second, and a margin for a busy machine. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_500);

    /** How many notifications of 100 kB a reader is sent who does not read. */
    private static final int TOLD = 40;

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Watching watching;

    @Autowired
    private NotificationStreams streams;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @LocalServerPort
    private int port;

    private final List<Listener> listeners = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private Person ada;
    private String token;
    private Http http;
    private Ticket ticket;

    @BeforeEach
    void somebodyWithATicket() {
        world.beginAnew();
        ada = people.someone(Role.END_USER);
        token = signIn();
        http = Http.on(port).bearer(token);
        ticket = desk.open(
                new NewTicket("Disk full on db3", "df", Category.VM, Priority.P3, List.of(), ada.id(), null),
                world.as("lead"));
    }

    @AfterEach
    void everybodyGoes() throws IOException {
        for (var listener : listeners) {
            listener.close();
        }
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void what_happens_arrives_at_once_as_it_is_read_elsewhere() {
        var listener = listen();

        comment("😀 first\nline");

        listener.awaitEvents(1);
        var id = listener.ids().get(0);
        assertThat(listener.data().get(0))
                .isEqualTo(http.get(NOTIFICATIONS + "/" + id).body());
        assertThat(JsonPath.<String>read(listener.data().get(0), "$.body")).isEqualTo("Leo Lead: 😀 first\nline");
        assertThat(listener.response.statusCode()).isEqualTo(200);
        assertThat(listener.header("Content-Type")).startsWith("text/event-stream");
        assertThat(listener.header("Cache-Control")).contains("no-store");
        assertThat(listener.header("X-Accel-Buffering")).isEqualTo("no");
    }

    @Test
    void what_was_not_committed_does_not_arrive_and_nothing_of_others() {
        var listener = listen();
        world.open(Category.VM, Priority.P3);
        var others = desk.open(
                new NewTicket(
                        "Not hers",
                        "df",
                        Category.VM,
                        Priority.P3,
                        List.of(),
                        world.person("user").id(),
                        null),
                world.as("lead"));

        transaction.executeWithoutResult(status -> {
            comment("rolled back");
            status.setRollbackOnly();
        });
        world.comment(others.number(), "not hers", Visibility.PUBLIC, world.as("lead"));
        comment("committed");

        listener.awaitEvents(1);
        streams.beat();
        listener.awaitBeats(2);
        assertThat(listener.data()).singleElement().asString().contains("committed");
    }

    @Test
    void a_reader_who_comes_back_gets_what_was_missed_and_then_what_happens() {
        for (var words : List.of("one", "two", "three")) {
            comment(words);
        }
        var ids = ids();

        var listener = listenSince(ids.get(1));
        comment("four");

        listener.awaitEvents(3);
        assertThat(listener.ids()).containsExactlyElementsOf(ids().subList(2, 5));
        assertThat(listener.data().get(2)).contains("four");
    }

    @Test
    void of_very_much_that_was_missed_the_last_hundred_come() {
        var first = ids().get(0);
        IntStream.range(0, 150).forEach(number -> comment("number " + number + "."));

        var listener = listenSince(first);

        listener.awaitEvents(100);
        assertThat(listener.ids()).containsExactlyElementsOf(ids().subList(51, 151));
    }

    @Test
    void what_another_node_tells_arrives_soon_and_once() {
        var listener = listen();

        var id = UUID.randomUUID();
        transaction.executeWithoutResult(status -> jdbc.update(
                "insert into notifications (id, recipient_id, event, title, body, created_at) select ?, recipient_id,"
                        + " event, 'Elsewhere', body, ?::timestamptz from notifications where recipient_id = ? limit 1",
                id,
                world.instant().toString(),
                ada.id()));

        listener.awaitEvents(1);
        comment("here");
        listener.awaitEvents(2);
        assertThat(listener.ids()).first().isEqualTo(id.toString());
        assertThat(listener.ids()).doesNotHaveDuplicates();
    }

    @Test
    void it_ends_within_a_second_of_signing_out() {
        var listener = listen();
        var another = new Listener(signIn(), null);

        assertThat(http.json("POST", "/api/v1/auth/logout", "").statusCode()).isEqualTo(204);

        await().atMost(AT_ONCE).until(() -> listener.ended);
        assertThat(another.ended).isFalse();
        comment("only there");
        another.awaitEvents(1);
        assertThat(listener.data()).isEmpty();
    }

    @Test
    void it_ends_within_a_second_of_the_end_of_the_account() {
        var listener = listen();

        people.deactivate(ada.id());

        await().atMost(AT_ONCE).until(() -> listener.ended);
    }

    @Test
    void it_ends_when_the_access_token_expires() {
        var listener = listen();

        world.pass(Duration.ofMinutes(14));
        comment("still there");
        listener.awaitEvents(1);
        assertThat(listener.ended).isFalse();

        world.pass(Duration.ofMinutes(1));
        await().atMost(AT_ONCE).until(() -> listener.ended);
    }

    @Test
    void it_ends_within_a_second_of_a_demotion_and_goes_on_from_what_was_withdrawn() {
        ada = people.someone(Role.DEVOPS_ENGINEER);
        token = signIn();
        watching.watch(ticket.number(), ada.id(), world.as("lead"));
        world.comment(ticket.number(), "psst", Visibility.INTERNAL, world.as("lead"));
        var listener = listen();

        accounts.changeRole(ada.id(), Role.END_USER, null, world.as("admin"));

        await().atMost(AT_ONCE).until(() -> listener.ended);
        var own = desk.open(
                new NewTicket("Disk full on db4", "df", Category.VM, Priority.P3, List.of(), ada.id(), null),
                world.as("lead"));
        var again = listenSince(ids().get(0));
        again.awaitEvents(1);
        assertThat(again.data()).singleElement().asString().contains(own.number());
    }

    @Test
    void who_may_not_read_it_any_more_when_it_is_committed_does_not_hear_it() {
        var other = world.open(Category.VM, Priority.P3);
        watching.watch(other.number(), ada.id(), world.as("lead"));
        var listener = listen();

        transaction.executeWithoutResult(status -> {
            world.comment(other.number(), "not for her", Visibility.PUBLIC, world.as("lead"));
            watching.unwatch(other.number(), ada.id(), world.as("lead"));
        });
        comment("for her");

        listener.awaitEvents(1);
        assertThat(listener.data()).singleElement().asString().contains("for her\"");
        assertThat(listener.data()).noneMatch(line -> line.contains("not for her"));
    }

    @Test
    void of_six_the_oldest_ends() {
        var first = listen();
        var others = IntStream.range(0, 5).mapToObj(number -> listen()).toList();

        await().atMost(AT_ONCE).until(() -> first.ended);
        comment("five hear it");

        others.forEach(each -> each.awaitEvents(1));
        assertThat(first.data()).isEmpty();
    }

    @Test
    void a_reader_who_just_goes_is_no_error(CapturedOutput output) throws IOException {
        var before = output.getAll().length();
        var listener = listen();
        comment("heard");
        listener.awaitEvents(1);

        listener.close();
        await().until(() -> {
            streams.beat();
            return streams.openTo(ada.id()) == 0;
        });
        comment("not heard");

        assertThat(output.getAll().substring(before)).doesNotContain("ERROR", "WARN");
    }

    @Test
    void a_stream_that_says_nothing_shows_that_it_lives() {
        var listener = listen();
        listener.awaitBeats(1);

        streams.beat();

        listener.awaitBeats(2);
        assertThat(listener.data()).isEmpty();
    }

    @Test
    void readers_who_do_not_read_keep_nobody_waiting_and_are_given_up() throws IOException {
        var grace = people.someone(Role.END_USER);
        for (var number = 0; number < 4; number++) {
            sockets.add(streamThatIsNotRead(token));
            sockets.add(streamThatIsNotRead(signIn(grace)));
        }
        await().until(() -> streams.openTo(ada.id()) == 4 && streams.openTo(grace.id()) == 4);
        var bob = people.someone(Role.END_USER);
        var bobs = desk.open(
                new NewTicket("Disk full on db4", "df", Category.VM, Priority.P3, List.of(), bob.id(), null),
                world.as("lead"));
        var listener = new Listener(signIn(bob), null);
        listener.awaitBeats(1);

        tellMoreThanBuffersHold(ada);
        tellMoreThanBuffersHold(grace);
        world.comment(bobs.number(), "heard", Visibility.PUBLIC, world.as("lead"));
        listener.awaitEvents(1);
        // By now the streams of Ada and Grace have been written to, and later queries begin after the notifications
        // that they do not read.
        tellOne(bob);

        listener.awaitEvents(2);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> streams.openTo(ada.id()) == 0 && streams.openTo(grace.id()) == 0);
        assertThat(streams.openTo(bob.id())).isEqualTo(1);
        for (var socket : sockets) {
            assertThat(hasBeenClosed(socket)).isTrue();
        }
    }

    @Test
    void without_signing_in_there_is_no_stream() {
        var answer = Http.on(port).with("Accept", "text/event-stream").get(NOTIFICATIONS + "/stream");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "018f8a52-0000-7000-8000-000000000000"})
    void it_goes_on_only_from_ones_own_notifications(String last) {
        var answer = http.with("Accept", "text/event-stream")
                .with("Last-Event-ID", last)
                .get(NOTIFICATIONS + "/stream");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("BAD_PARAMETER");
        assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field")).isEqualTo("Last-Event-ID");
        assertThat(streams.openTo(ada.id())).isZero();
    }

    private void comment(String words) {
        world.comment(ticket.number(), words, Visibility.PUBLIC, world.as("lead"));
    }

    /** The ids of all notifications that Ada was sent, oldest first. */
    private List<String> ids() {
        return jdbc.queryForList(
                "select id::text from notifications where recipient_id = ? order by created_at, id",
                String.class,
                ada.id());
    }

    private void tellMoreThanBuffersHold(Person person) {
        tell(person, TOLD, 100_000);
    }

    private void tellOne(Person person) {
        tell(person, 1, 10);
    }

    /** Writes notifications as another node would; a text may be longer than any real notification, so that it takes several writes. */
    private void tell(Person person, int times, int characters) {
        transaction.executeWithoutResult(status -> jdbc.update(
                "insert into notifications (id, recipient_id, event, title, body, created_at) select gen_random_uuid(), ?,"
                        + " 'COMMENT_ADDED', 'Much', repeat('x', ?), ?::timestamptz from generate_series(1, ?)",
                person.id(),
                characters,
                world.instant().toString(),
                times));
    }

    private Socket streamThatIsNotRead(String token) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", port));
        socket.getOutputStream()
                .write("GET %s/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(NOTIFICATIONS, token)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads what is left; answers true when the connection ends or is reset. */
    private static boolean hasBeenClosed(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String signIn() {
        return signIn(ada);
    }

    private String signIn(Person person) {
        var answer = Http.on(port)
                .json(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"email\":\"%s\",\"password\":\"%s\"}"
                                .formatted(person.email(), PeopleWithPasswords.PASSWORD));
        return JsonPath.read(answer.body(), "$.accessToken");
    }

    private Listener listen() {
        return new Listener(token, null);
    }

    private Listener listenSince(String last) {
        return new Listener(token, last);
    }

    /** A client that keeps the events that it receives. */
    private final class Listener implements AutoCloseable {

        private final HttpResponse<InputStream> response;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        Listener(String token, @Nullable String last) {
            listeners.add(this);
            var as = Http.on(port).bearer(token).with("Accept", "text/event-stream");
            response = (last == null ? as : as.with("Last-Event-ID", last)).stream(NOTIFICATIONS + "/stream");
            assertThat(response.statusCode()).isEqualTo(200);
            var thread = new Thread(this::hear, "listener");
            thread.setDaemon(true);
            thread.start();
        }

        private void hear() {
            try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | RuntimeException closed) {
                // The test closed the connection.
            }
            ended = true;
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        void awaitEvents(int number) {
            await().atMost(Duration.ofSeconds(5)).until(() -> data().size() >= number);
        }

        void awaitBeats(int number) {
            await().until(() ->
                    lines.stream().filter(line -> line.startsWith(":")).count() >= number);
        }

        List<String> ids() {
            return after("id:");
        }

        List<String> data() {
            return after("data:");
        }

        private List<String> after(String field) {
            return lines.stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
