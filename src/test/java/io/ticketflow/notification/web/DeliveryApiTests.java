package io.ticketflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.delivery.TestPost;
import io.ticketflow.platform.Ids;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Administrators see what leaves the application, and have messages sent again. */
@TicketflowTest
class DeliveryApiTests {

    private static final String DELIVERIES = "/api/v1/notifications/deliveries";
    private static final String USER = "user@ticketflow.local";
    private static final String FAIL =
            "update deliveries set state = 'FAILED', last_error = 'Refused', next_attempt_at = null, attempts = 8";

    @Autowired
    private World world;

    @Autowired
    private TestPost post;

    @Autowired
    private Mails mails;

    @Autowired
    private JdbcTemplate jdbc;

    private Http admin;
    private Ticket ticket;

    /** The deliveries of the three comments, in their order. */
    private List<UUID> ids;

    @BeforeEach
    void threeMailsToTheRequester(@LocalServerPort int port) {
        world.beginAnew();
        mails.forget();
        admin = Http.on(port).as("admin");
        ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        for (var comment : List.of("one", "two", "three")) {
            world.comment(ticket.number(), comment, Visibility.PUBLIC, world.as("lead"));
        }
        world.sql("delete from deliveries where channel = 'SLACK'");
        ids = jdbc.queryForList("select id from deliveries order by id", UUID.class);
        assertThat(ids).hasSize(3);
    }

    @Test
    void a_delivery_says_what_became_of_it_and_hides_who_gets_it() {
        post.sendAll();

        var list = admin.get(DELIVERIES + "?limit=1&count=true");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(list.body(), "$.total")).isEqualTo(3);
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].ticket.number"))
                .isEqualTo(ticket.number());
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].event")).isEqualTo("COMMENT_ADDED");
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].channel")).isEqualTo("EMAIL");
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].state")).isEqualTo("SENT");
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].recipient")).isEqualTo("u…@t….local");
        assertThat(JsonPath.<Integer>read(list.body(), "$.items[0].attempts")).isEqualTo(1);
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].providerId")).contains("@localhost>");
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].sentAt")).isNotNull();
        assertThat(list.body()).doesNotContain(USER, "one", "two", "three");
    }

    @Test
    void the_list_is_walked_by_cursor_newest_first() {
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = admin.get(DELIVERIES + "?limit=2&cursor=" + cursor).body();
            seen.addAll(JsonPath.read(page, "$.items[*].id"));
            cursor = JsonPath.read(page, "$.nextCursor");
        } while (cursor != null);

        assertThat(seen)
                .containsExactly(
                        ids.get(2).toString(), ids.get(1).toString(), ids.get(0).toString());
    }

    @Test
    void each_filter_selects() {
        var other = world.open(Category.VM, Priority.P3);
        world.sql("delete from deliveries where channel = 'SLACK'");
        sql(FAIL + " where id = '%s'", ids.get(0));
        sql("update deliveries set channel = 'SMS', recipient = '+4930123456' where id = '%s'", ids.get(1));
        sql("update deliveries set created_at = created_at - interval '2 days' where id = '%s'", ids.get(2));
        var yesterday = world.instant().minus(Duration.ofDays(1));

        assertThat(count("?state=FAILED")).isEqualTo(1);
        assertThat(count("?state=FAILED,SENT&state=PENDING")).isEqualTo(4);
        assertThat(count("?channel=SMS")).isEqualTo(1);
        assertThat(count("?event=TICKET_CREATED")).isEqualTo(1);
        assertThat(count("?ticket=" + ticket.number())).isEqualTo(3);
        assertThat(count("?ticket=" + other.id())).isEqualTo(1);
        assertThat(count("?to=" + yesterday)).isEqualTo(1);
        assertThat(count("?from=" + yesterday)).isEqualTo(3);
        assertThat(count("?ticket=" + ticket.number() + "&channel=SMS&event=COMMENT_ADDED&state=PENDING"))
                .isEqualTo(1);
        assertThat(count("?state=&ticket=&from=")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "?state=LOST, 400, state",
        "?channel=PIGEON, 400, channel",
        "?event=X, 400, event",
        "?from=yesterday, 400, from",
        "?cursor=x, 400, cursor",
        "?recipient=a, 400, recipient",
        "'?state=FAILED,', 400, state",
        "?ticket=TKT-9999999, 404,"
    })
    void what_cannot_be_understood_is_named(String query, int status, @Nullable String field) {
        var answer = admin.get(DELIVERIES + query);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (field != null) {
            assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field"))
                    .isEqualTo(field);
        }
    }

    @Test
    void each_attempt_is_told_and_so_is_the_death_of_a_node() {
        var id = ids.get(0);
        attempt(id, "1 hour", "'PUT_OFF'", "'Busy'");
        attempt(id, "50 minutes", "null", "null");
        attempt(id, "40 minutes", "'PUT_OFF'", "'Busy'");
        attempt(id, "1 minute", "null", "null");

        assertThat(outcomes(id)).containsExactly("PUT_OFF", "NODE_ENDED", "PUT_OFF", "RUNNING");
        var errors =
                JsonPath.<List<String>>read(admin.get(DELIVERIES + "/" + id).body(), "$.attempts[*].error");
        assertThat(errors.get(0)).isEqualTo("Busy");
        assertThat(errors.get(1)).contains("may have accepted");
        assertThat(errors.get(3)).isNull();

        world.pass(Duration.ofMinutes(2));
        assertThat(outcomes(id)).containsExactly("PUT_OFF", "NODE_ENDED", "PUT_OFF", "NODE_ENDED");
    }

    @Test
    void a_delivery_that_left_with_others_shows_the_attempts_of_their_message() {
        attempt(ids.get(0), "-1 second", "'SENT'", "null");
        sql("update deliveries set digest_id = '" + ids.get(0) + "' where id = '%s'", ids.get(1));

        assertThat(outcomes(ids.get(1))).containsExactly("SENT");
        assertThat(outcomes(ids.get(2))).isEmpty();
    }

    @Test
    void a_failed_message_is_sent_again_and_its_pauses_begin_anew() {
        sql(FAIL + " where id = '%s'", ids.get(0));
        sql("delete from deliveries where id <> '%s'", ids.get(0));

        var answer = retry(ids.get(0));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JsonPath.<String>read(answer.body(), "$.state")).isEqualTo("PENDING");
        post.sendAllTo(1);
        assertThat(state(ids.get(0))).isEqualTo("PENDING 9");
        world.pass(Duration.ofSeconds(61));
        post.sendAll();
        assertThat(state(ids.get(0))).isEqualTo("SENT 10");
        assertThat(mails.to(USER)).hasSize(1);
    }

    @Test
    void a_message_that_is_retried_is_checked_again_when_it_is_sent() {
        sql(FAIL + " where id = '%s'", ids.get(0));
        sql("delete from deliveries where id <> '%s'", ids.get(0));
        world.sql("update notifications set internal = true");

        assertThat(retry(ids.get(0)).statusCode()).isEqualTo(202);
        post.sendAll();

        assertThat(state(ids.get(0))).startsWith("SUPPRESSED");
        assertThat(mails.to(USER)).isEmpty();
    }

    @Test
    void a_message_that_waits_is_tried_at_once_but_not_while_it_is_being_sent() {
        world.sql("update deliveries set attempts = 1, next_attempt_at = next_attempt_at + interval '4 hours'");
        attempt(ids.get(1), "1 minute", "null", "null");

        assertThat(retry(ids.get(0)).statusCode()).isEqualTo(202);
        assertThat(retry(ids.get(1)).statusCode()).isEqualTo(202);
        post.sendAll();

        assertThat(ids).extracting(this::state).containsExactly("SENT 2", "PENDING 1", "PENDING 1");
    }

    @Test
    void of_messages_that_leave_together_the_one_message_is_tried() {
        world.sql("update deliveries set attempts = 1, next_attempt_at = next_attempt_at + interval '4 hours'");
        sql("update deliveries set digest_id = '" + ids.get(0) + "' where id = '%s'", ids.get(1));

        assertThat(retry(ids.get(1)).statusCode()).isEqualTo(202);
        post.sendAll();

        assertThat(ids).extracting(this::state).containsExactly("SENT 2", "SENT 1", "PENDING 1");
        assertThat(mails.to(USER)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "state = 'SENT', next_attempt_at = null, sent_at = now() | ALREADY_SENT",
                "state = 'DELIVERED', next_attempt_at = null, sent_at = now() | ALREADY_SENT",
                "state = 'SUPPRESSED', next_attempt_at = null, last_error = 'What it asks for is over' | WITHDRAWN",
                "state = 'FAILED', next_attempt_at = null, last_error = 'x', notification_id = null, subject = 's' | TEXT_DELETED",
                "notification_id = null, subject = 's', body = 'b', ends_at = now() - interval '10 years' | LINK_ENDED",
                "channel = 'SMS', state = 'SUPPRESSED', next_attempt_at = null, last_error = 'Not set: TWILIO_FROM' | CHANNEL_OFF",
                "channel = 'SLACK', recipient = 'installation', shared_with = array[notification_id], state = 'SUPPRESSED', next_attempt_at = null, last_error = 'Not set: SLACK_WEBHOOK_URL' | CHANNEL_OFF"
            })
    void what_cannot_be_sent_again_is_refused_and_left_as_it_is(String change, String code) {
        sql("update deliveries set " + change + " where id = '%s'", ids.get(0));
        var before = state(ids.get(0));

        var answer = retry(ids.get(0));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo(code);
        assertThat(state(ids.get(0))).isEqualTo(before);
    }

    @Test
    void a_mail_whose_link_has_ended_is_not_sent() {
        sql(
                "update deliveries set notification_id = null, subject = 's', body = 'b', reader = null, ends_at = created_at + interval '1 hour' where id = '%s'",
                ids.get(0));

        world.pass(Duration.ofHours(1));
        post.sendAll();

        assertThat(state(ids.get(0))).startsWith("SUPPRESSED");
        assertThat(mails.to(USER)).hasSize(2);
    }

    @Test
    void many_are_sent_again_by_a_filter_and_that_is_recorded() {
        sql(FAIL + " where id <> '%s'", ids.get(2));
        sql(
                "update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = 'Not set: SMTP_HOST' where id = '%s'",
                ids.get(2));

        assertThat(retryAll("{\"event\": [\"SLA_WARNING\"]}")).isZero();
        assertThat(retryAll("{\"ticket\": \"%s\", \"channel\": \"EMAIL\"}".formatted(ticket.number())))
                .isEqualTo(2);
        assertThat(retryAll("{}")).isZero();
        assertThat(retryAll("{\"state\": \"SUPPRESSED\"}")).isEqualTo(1);
        post.sendAll();

        assertThat(mails.to(USER)).hasSize(3);
        assertThat(jdbc.queryForList(
                        "select detail ->> 'retried' from audit_events where type = 'DELIVERIES_RETRIED' order by id desc limit 2",
                        String.class))
                .containsExactly("1", "2");
    }

    @Test
    void a_filter_never_reaches_what_was_withdrawn_what_is_gone_or_a_channel_without_settings() {
        sql(
                "update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = 'Over' where id = '%s'",
                ids.get(0));
        sql(FAIL + ", notification_id = null, subject = 's' where id = '%s'", ids.get(1));
        sql(FAIL + ", channel = 'SMS' where id = '%s'", ids.get(2));

        assertThat(retryAll("{\"state\": [\"FAILED\", \"SUPPRESSED\", \"PENDING\"]}"))
                .isZero();
        assertThat(retryAll("{\"channel\": [\"SMS\"]}")).isZero();
        sql(
                "update deliveries set channel = 'SLACK', recipient = 'installation', shared_with = array[notification_id] where id = '%s'",
                ids.get(2));
        assertThat(retryAll("{\"channel\": [\"SLACK\"]}")).isZero();
    }

    @Test
    void more_than_a_batch_is_sent_again() {
        world.sql(FAIL);
        world.sql("""
                insert into deliveries (id, notification_id, channel, recipient, state, last_error, created_at)
                select gen_random_uuid(), notification_id, channel, recipient, state, last_error, created_at
                from deliveries, generate_series(1, 400)""");

        assertThat(retryAll("{}")).isEqualTo(3 * 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"filter\": null}",
                "{\"filter\": {\"state\": [\"SENT\"]}}",
                "{\"filter\": {\"state\": [null]}}",
                "{\"filter\": {\"state\": \"LOST\"}}",
                "{\"filter\": {\"recipient\": \"a\"}}",
                "[]"
            })
    void a_filter_that_cannot_be_understood_sends_nothing(String body) {
        world.sql(FAIL);

        assertThat(admin.json("POST", DELIVERIES + "/retry", body).statusCode()).isIn(400, 422);
        assertThat(state(ids.get(0))).isEqualTo("FAILED 8");
    }

    @Test
    void a_retry_of_one_message_is_recorded_with_its_recipient() {
        world.sql(FAIL);

        retry(ids.get(0));

        assertThat(jdbc.queryForObject("""
                        select u.handle || ' ' || (detail ->> 'delivery') from audit_events join users u on u.id = subject_id
                        where type = 'DELIVERIES_RETRIED' order by audit_events.id desc limit 1""", String.class)).isEqualTo("user " + ids.get(0));
    }

    @Test
    void a_delivery_that_does_not_exist_is_not_found() {
        var id = Ids.next();
        for (var answer : List.of(admin.get(DELIVERIES + "/" + id), retry(id))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("DELIVERY_NOT_FOUND");
        }
    }

    private HttpResponse<String> retry(UUID id) {
        return admin.json("POST", DELIVERIES + "/" + id + "/retry", "");
    }

    private int retryAll(String filter) {
        var answer = admin.json("POST", DELIVERIES + "/retry", "{\"filter\": %s}".formatted(filter));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(JsonPath.<Boolean>read(answer.body(), "$.more")).isFalse();
        return JsonPath.read(answer.body(), "$.retried");
    }

    private int count(String query) {
        var answer = admin.get(DELIVERIES + query + "&count=true");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        int total = JsonPath.read(answer.body(), "$.total");
        assertThat(JsonPath.<List<Object>>read(answer.body(), "$.items")).hasSize(total);
        return total;
    }

    private List<String> outcomes(UUID id) {
        return JsonPath.read(admin.get(DELIVERIES + "/" + id).body(), "$.attempts[*].outcome");
    }

    private String state(UUID id) {
        return String.valueOf(
                jdbc.queryForObject("select state || ' ' || attempts from deliveries where id = ?", String.class, id));
    }

    private void sql(String statement, UUID id) {
        world.sql(statement.formatted(id));
    }

    private void attempt(UUID delivery, String ago, String outcome, String error) {
        world.sql("""
                insert into delivery_attempts (id, delivery_id, channel, at, ended_at, outcome, error)
                values (gen_random_uuid(), '%1$s', 'EMAIL', timestamptz '%2$s' - interval '%3$s',
                    case when %4$s is not null then timestamptz '%2$s' end, %4$s, %5$s)""".formatted(delivery, world.instant(), ago, outcome, error));
    }
}
