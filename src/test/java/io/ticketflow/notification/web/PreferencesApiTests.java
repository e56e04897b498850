package io.ticketflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.notification.Event;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class PreferencesApiTests {

    private static final String ME = "/api/v1/auth/me";

    private static final Set<String> BY_SMS = Set.of("NOTICE", "SLA_WARNING", "SLA_BREACHED", "ESCALATION_RAISED");

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    private Http user;

    private Http lead;

    @BeforeEach
    void nobodyHasChosenAnything(@LocalServerPort int port) {
        world.beginAnew();
        user = Http.on(port).as("user");
        lead = Http.on(port).as("lead");
        usualAgain();
    }

    /** Resets the preferences through the API, because Preferences caches them for a second. */
    @AfterEach
    void usualAgain() {
        world.sql("delete from notification_preferences");
        prefer(user, "{'quietHours': null}");
        prefer(lead, "{'quietHours': null}");
    }

    private void prefer(Http who, String preferences) {
        var answer = who.json("PUT", ME, "{\"notificationPreferences\": %s}".formatted(preferences.replace('\'', '"')));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String etag() {
        return user.get(ME).headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void what_is_preferred_is_part_of_what_the_caller_has_read() {
        var seen = etag();
        prefer(user, "{'quietHours': {'from': '20:00', 'to': '07:00'}}");

        assertThat(user.with("If-None-Match", seen).get(ME).statusCode()).isEqualTo(200);
        assertThat(user.with("If-Match", seen).json("PUT", ME, "{}").statusCode())
                .isEqualTo(412);
        assertThat(user.with("If-Match", etag()).json("PUT", ME, "{}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void of_two_who_read_the_same_one_changes_it() throws Exception {
        var seen = etag();
        var preferences = "{\"notificationPreferences\": {\"events\": {\"%s\": {\"email\": false}}}}";

        var statuses = Together.run(Stream.of(Event.values())
                .<Callable<Integer>>map(event -> () -> user.with("If-Match", seen)
                        .json("PUT", ME, preferences.formatted(event))
                        .statusCode())
                .toList());

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses).containsOnly(200, 412);
    }

    private Ticket commented() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.comment(ticket.number(), "Have a look", Visibility.PUBLIC, world.as(world.assigneeOf(ticket)));
        return ticket;
    }

    private List<String> deliveriesOf(Ticket ticket) {
        return jdbc.queryForList("""
                select channel from deliveries d join notifications n on n.id = d.notification_id
                join users u on u.id = n.recipient_id
                where n.ticket_id = ? and n.event = 'COMMENT_ADDED' and u.handle = 'user' and channel <> 'SLACK'""", String.class, ticket.id());
    }

    private List<String> inboxOf(Ticket ticket) {
        return JsonPath.read(
                user.get("/api/v1/notifications").body(),
                "$.items[?(@.ticket.number == '%s' && @.event == 'COMMENT_ADDED')].id".formatted(ticket.number()));
    }

    @Test
    void every_event_is_told_by_every_way_at_first_and_the_pressing_ones_by_sms() {
        Map<String, Map<String, Boolean>> events =
                JsonPath.read(user.get(ME).body(), "$.notificationPreferences.events");

        assertThat(events).hasSameSizeAs(Event.values());
        events.forEach((event, ways) -> assertThat(ways)
                .as(event)
                .isEqualTo(Map.of("email", true, "sms", BY_SMS.contains(event), "inApp", true, "slack", true)));
        assertThat(JsonPath.<Object>read(user.get(ME).body(), "$.notificationPreferences.quietHours"))
                .isNull();
    }

    @Test
    void what_is_changed_is_merged_into_what_was_chosen() {
        prefer(user, "{'events': {'COMMENT_ADDED': {'email': false}}}");
        prefer(user, "{'events': {'COMMENT_ADDED': {'sms': false}}, 'quietHours': {'from': '22:00', 'to': '07:00'}}");
        prefer(user, "{'events': {'TICKET_CLOSED': {'inApp': false}}}");

        var me = user.get(ME).body();
        assertThat(JsonPath.<Map<String, Boolean>>read(me, "$.notificationPreferences.events.COMMENT_ADDED"))
                .isEqualTo(Map.of("email", false, "sms", false, "inApp", true, "slack", true));
        assertThat(JsonPath.<Map<String, String>>read(me, "$.notificationPreferences.quietHours"))
                .isEqualTo(Map.of("from", "22:00", "to", "07:00"));
        prefer(user, "{'quietHours': null}");
        assertThat(JsonPath.<Object>read(user.get(ME).body(), "$.notificationPreferences.quietHours"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"events\": {\"TEA_IS_READY\": {\"email\": false}}}",
                "{\"quietHours\": {\"from\": \"22:00\"}}",
                "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"22:00\"}}"
            })
    void what_makes_no_sense_is_refused(String preferences) {
        assertThat(user.json("PUT", ME, "{\"notificationPreferences\": %s}".formatted(preferences))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void who_wants_no_mail_finds_it_in_the_application() {
        prefer(user, "{'events': {'COMMENT_ADDED': {'email': false}}}");

        var ticket = commented();

        assertThat(deliveriesOf(ticket)).isEmpty();
        assertThat(inboxOf(ticket)).hasSize(1);
    }

    @Test
    void who_wants_a_mail_only_gets_it_alone() {
        prefer(user, "{'events': {'COMMENT_ADDED': {'inApp': false}}}");

        var ticket = commented();

        assertThat(deliveriesOf(ticket)).containsExactly("EMAIL");
        assertThat(inboxOf(ticket)).isEmpty();
    }

    @Test
    void who_wants_no_way_is_told_nothing() {
        prefer(user, "{'events': {'COMMENT_ADDED': {'inApp': false, 'email': false, 'slack': false}}}");

        var ticket = commented();

        assertThat(jdbc.queryForObject(
                        "select count(*) from notifications n join users u on u.id = recipient_id where ticket_id = ? and event = 'COMMENT_ADDED' and handle = 'user'",
                        Integer.class,
                        ticket.id()))
                .isZero();
    }

    @Test
    void mails_wait_for_the_end_of_quiet_hours_but_not_of_a_critical_ticket() {
        var now = LocalTime.now(ZoneOffset.UTC);
        var quiet = "{'quietHours': {'from': '%tR', 'to': '%tR'}}".formatted(now.minusHours(1), now.plusHours(1));
        prefer(user, quiet);
        prefer(lead, quiet);

        var ordinary = commented();
        var critical = world.openAndRouted(Category.VM, Priority.P1);

        assertThat(waits(ordinary, "COMMENT_ADDED", "user")).isBetween(Duration.ofMinutes(58), Duration.ofHours(1));
        assertThat(waits(critical, "ESCALATION_RAISED", "lead")).isZero();
    }

    private Duration waits(Ticket ticket, String event, String handle) {
        var seconds = jdbc.queryForObject("""
                select extract(epoch from d.next_attempt_at - d.created_at) from deliveries d
                join notifications n on n.id = d.notification_id join users u on u.id = n.recipient_id
                where n.ticket_id = ? and n.event = ? and u.handle = ? and channel = 'EMAIL'""", Double.class, ticket.id(), event, handle);
        return Duration.ofMillis(Math.round(1_000 * Objects.requireNonNull(seconds)));
    }
}
