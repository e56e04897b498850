package io.ticketflow.notification.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.PreferencesEdit;
import io.ticketflow.notification.PreferencesEdit.WaysEdit;
import io.ticketflow.notification.QuietHours;
import io.ticketflow.notification.channel.TestChannels;
import io.ticketflow.notification.delivery.Rounds;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What is written for each event, by each way, as its reader wishes it. */
@TicketflowTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxTests {

    enum Way {
        IN_APP,
        EMAIL,
        SMS,
        SLACK
    }

    enum Hours {
        OPEN,
        QUIET,
        /** Quiet hours, and the ticket has the highest priority. */
        QUIET_BUT_PRESSING
    }

    @Autowired
    private World world;

    @Autowired
    private TestOutbox outboxes;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Preferences preferences;

    @Autowired
    private Rounds rounds;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcTemplate jdbc;

    private Outbox outbox;
    private Person reader;
    private Ticket usual;
    private Ticket critical;

    @BeforeAll
    void aReaderWithATelephone() {
        world.beginAnew();
        outbox = outboxes.with(TestChannels.all(), rounds);
        usual = world.open(Category.VM, Priority.P3);
        critical = world.open(Category.VM, Priority.P1);
        var person = people.someone(Role.TEAM_LEAD);
        world.sql("update users set phone = '+4930123456', timezone = 'UTC' where id = '%s'".formatted(person.id()));
        reader = person;
    }

    static Stream<Arguments> table() {
        return Arrays.stream(Event.values()).flatMap(event -> Arrays.stream(Way.values())
                .flatMap(way -> Stream.of(true, false).flatMap(wanted -> Arrays.stream(Hours.values())
                        .map(hours -> Arguments.of(event, way, wanted, hours)))));
    }

    @ParameterizedTest(name = "{0} by {1}, wanted: {2}, hours: {3}")
    @MethodSource("table")
    void a_message_goes_the_ways_that_its_reader_wants_and_waits_for_the_end_of_quiet_hours(
            Event event, Way way, boolean wanted, Hours hours) {
        var hour = world.instant().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
        var end = hour.plusHours(3);
        var quiet = new QuietHours(hour.minusHours(1).toLocalTime(), end.toLocalTime());
        preferences.change(
                reader.id(),
                new PreferencesEdit(
                        Map.of(event.name(), wish(way, wanted)),
                        hours == Hours.OPEN ? Optional.empty() : Optional.of(quiet)));
        world.sql("truncate notifications cascade");

        tell(event, hours == Hours.QUIET_BUT_PRESSING ? critical : usual);

        var expected = new ArrayList<String>();
        for (var each : Way.values()) {
            if (each != way || wanted) {
                var waits = hours == Hours.QUIET && (each == Way.EMAIL || each == Way.SMS);
                expected.add(each + (waits ? " at the end of quiet hours" : " at once"));
            }
        }
        assertThat(written(end.toInstant().toString())).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static WaysEdit wish(Way way, boolean wanted) {
        return new WaysEdit(
                way != Way.EMAIL || wanted,
                way != Way.SMS || wanted,
                way != Way.IN_APP || wanted,
                way != Way.SLACK || wanted);
    }

    private void tell(Event event, Ticket ticket) {
        transaction.executeWithoutResult(status -> outbox.add(
                Note.about(ticket, event, Message.TICKET_CLOSED, Facts.none()).to(reader.id())));
    }

    private List<String> written(String endOfQuietHours) {
        return jdbc.queryForList("""
                select 'IN_APP at once' from notifications where in_app
                union all
                select channel || case next_attempt_at when created_at then ' at once' when ?::timestamptz then ' at the end of quiet hours' end
                from deliveries where state = 'PENDING'""", String.class, endOfQuietHours);
    }
}
