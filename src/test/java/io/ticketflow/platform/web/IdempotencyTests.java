package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A request that is repeated because its answer was lost has its effect once. */
@TicketflowTest
class IdempotencyTests {

    private static final String TICKETS = "/api/v1/tickets";
    private static final String VM = "{\"title\": \"A disk is full\", \"description\": \"d\", \"category\": \"VM\"}";

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Idempotency idempotency;

    @Autowired
    private PeopleWithPasswords people;

    private Http http;
    private Http user;
    private String key;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        user = http.as("user");
        key = UUID.randomUUID().toString();
    }

    private static HttpResponse<String> post(Http who, String path, String key, String body) {
        return who.with("Idempotency-Key", key).json("POST", path, body);
    }

    private static boolean isReplayed(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Idempotency-Replayed")
                .filter("true"::equals)
                .isPresent();
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    private long tickets() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from tickets", Long.class));
    }

    @Test
    void the_second_time_answers_what_came_of_the_first() {
        var first = post(user, TICKETS, key, VM);
        world.runDueJobs();

        var second = post(user, TICKETS, key, VM);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(isReplayed(first)).isFalse();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(isReplayed(second)).isTrue();
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(JsonPath.<String>read(second.body(), "$.number")).isEqualTo(JsonPath.read(first.body(), "$.number"));
        assertThat(JsonPath.<String>read(second.body(), "$.status"))
                .as("built anew")
                .isEqualTo("OPEN");
        assertThat(tickets()).isEqualTo(1);
    }

    @Test
    void another_body_under_the_same_key_is_a_mistake() {
        post(user, TICKETS, key, VM);

        var other = post(user, TICKETS, key, VM.replace("disk", "volume"));

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(code(other)).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(tickets()).isEqualTo(1);
    }

    @Test
    void another_caller_route_or_key_is_another_request() {
        post(user, TICKETS, key, VM);

        assertThat(isReplayed(post(http.as("lead"), TICKETS, key, VM))).isFalse();
        assertThat(isReplayed(post(user, TICKETS, key + "x", VM))).isFalse();
        assertThat(tickets()).isEqualTo(3);
    }

    @Test
    void thirty_at_one_instant_are_one() throws Exception {
        var answers = Together.run(
                Collections.<Callable<HttpResponse<String>>>nCopies(30, () -> post(user, TICKETS, key, VM)));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 201);
        assertThat(answers.stream().filter(answer -> !isReplayed(answer))).hasSize(1);
        assertThat(answers.stream()
                        .map(answer -> JsonPath.<String>read(answer.body(), "$.id"))
                        .distinct())
                .hasSize(1);
        assertThat(tickets()).isEqualTo(1);
    }

    @Test
    void what_was_refused_may_be_tried_again() {
        var refused = post(user, TICKETS, key, VM.replace("A disk is full", ""));
        var accepted = post(user, TICKETS, key, VM);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(accepted.statusCode()).isEqualTo(201);
        assertThat(isReplayed(accepted)).isFalse();
    }

    @Test
    void after_a_day_a_key_is_new() {
        post(user, TICKETS, key, VM);
        world.pass(Duration.ofHours(23));
        var within = post(http.asAnew("user"), TICKETS, key, VM);
        world.pass(Duration.ofHours(2));

        var after = post(http.asAnew("user"), TICKETS, key, VM.replace("disk", "volume"));

        assertThat(isReplayed(within)).isTrue();
        assertThat(after.statusCode()).isEqualTo(201);
        assertThat(isReplayed(after)).isFalse();
    }

    @Test
    void old_keys_are_cleared_away() {
        post(user, TICKETS, key, VM);
        world.pass(Duration.ofHours(25));

        idempotency.forget();

        assertThat(jdbc.queryForObject("select count(*) from idempotency_keys where key = ?", Long.class, key))
                .isZero();
    }

    @Test
    void a_person_who_lost_the_right_to_see_the_result_is_not_shown_it() {
        var requester = people.someone(Role.END_USER);
        var token = http.json(
                "POST",
                "/api/v1/auth/login",
                "{\"email\": \"%s\", \"password\": \"%s\"}"
                        .formatted(requester.handle(), PeopleWithPasswords.PASSWORD));
        var him = http.bearer(JsonPath.read(token.body(), "$.accessToken"));
        var made = post(him, TICKETS, key, VM);
        var number = JsonPath.<String>read(made.body(), "$.number");
        world.sql("update tickets set requester_id = (select id from users where handle = 'lead') where number = "
                + number.substring("TKT-".length()));

        assertThat(post(him, TICKETS, key, VM).statusCode()).isEqualTo(404);
    }

    @Test
    void claim_assign_and_escalate_happen_once_as_well() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var path = TICKETS + "/" + ticket.number();
        var lead = http.as("lead");

        for (var request : List.of("/assign {\"assigneeId\": null}", "/claim ", "/escalate {\"reason\": \"stuck\"}")) {
            var parts = request.split(" ", 2);
            var first = post(lead, path + parts[0], key, parts[1]);
            var version = world.now(ticket).version();
            var second = post(lead, path + parts[0], key, parts[1]);

            assertThat(first.statusCode()).as(first.body()).isBetween(200, 201);
            assertThat(second.statusCode()).isEqualTo(first.statusCode());
            assertThat(isReplayed(second)).as(request).isTrue();
            assertThat(world.now(ticket).version()).isEqualTo(version);
        }
        assertThat(jdbc.queryForObject("select count(*) from escalations where trigger = 'MANUAL'", Long.class))
                .isEqualTo(1);
    }

    @Test
    void what_is_said_handed_over_and_linked_is_there_once() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var other = world.openAndRouted(Category.VM, Priority.P3);
        var path = TICKETS + "/" + ticket.number();
        var manager = http.as("manager");
        var link = "{\"type\": \"RELATES\", \"ticketId\": \"%s\"}".formatted(other.number());
        var word = "{\"body\": \"Again\", \"visibility\": \"PUBLIC\"}";
        var file = """
                --part
                Content-Disposition: form-data; name="visibility"

                PUBLIC
                --part
                Content-Disposition: form-data; name="file"; filename="a.txt"

                Hello
                --part--
                """.replace("\n", "\r\n");

        for (var twice = 0; twice < 2; twice++) {
            var said = post(manager, path + "/comments", key, word);
            var linked = post(manager, path + "/links", key, link);
            var handedOver = manager.with("Idempotency-Key", key)
                    .send("POST", path + "/attachments", file, "multipart/form-data; boundary=part");
            for (var answer : List.of(said, linked, handedOver)) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                assertThat(isReplayed(answer)).isEqualTo(twice == 1);
            }
        }

        for (var table : List.of("comments", "ticket_links", "attachments", "attachment_files")) {
            assertThat(jdbc.queryForObject("select count(*) from " + table, Long.class))
                    .as(table)
                    .isEqualTo(1);
        }
    }

    @Test
    void one_act_on_many_is_done_once_to_each() {
        var first = world.openAndRouted(Category.VM, Priority.P3);
        var second = world.openAndRouted(Category.VM, Priority.P3);
        var manager = http.as("manager");
        var body = "{\"ticketIds\": [\"%s\", \"%s\", \"TKT-1\"], \"assigneeId\": null}"
                .formatted(first.number(), second.number());

        var done = post(manager, TICKETS + "/bulk/assign", key, body);
        var facts = jdbc.queryForObject("select count(*) from ticket_history", Long.class);
        var again = post(manager, TICKETS + "/bulk/assign", key, body);

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(done.body());
        assertThat(jdbc.queryForObject("select count(*) from ticket_history", Long.class))
                .isEqualTo(facts);
        assertThat(code(post(manager, TICKETS + "/bulk/assign", key, body.replace("TKT-1\"", "TKT-2\""))))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", ""})
    void a_key_is_visible_and_short(String bad) {
        assertThat(post(user, TICKETS, bad, VM).statusCode()).isEqualTo(400);
        assertThat(post(user, TICKETS, "k".repeat(256), VM).statusCode()).isEqualTo(400);
        assertThat(tickets()).isZero();
    }
}
