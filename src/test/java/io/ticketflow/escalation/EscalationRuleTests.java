package io.ticketflow.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.Role;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import io.ticketflow.sla.BusinessCalendar.OpenFrom;
import io.ticketflow.sla.CalendarDraft;
import io.ticketflow.sla.Policies;
import io.ticketflow.sla.PolicyDraft;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rules of escalation, tested on whole tickets. */
@TicketflowTest
class EscalationRuleTests {

    @Autowired
    private World world;

    @Autowired
    private Escalations escalations;

    @Autowired
    private Policies policies;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        world.sql("update users set max_open_tickets = 0 where handle in ('lead', 'senior')");
    }

    @AfterEach
    void ticketsAndProcessesAgree() {
        assertThat(reconciliation.check()).isEmpty();
    }

    private List<Escalation> of(Ticket ticket) {
        return escalations.of(ticket.number(), world.as("admin"));
    }

    private Escalation open(Ticket ticket) {
        return escalations.open(ticket.id()).orElseThrow();
    }

    private Ticket ofTheEngineer(Priority priority) {
        return world.openAndRouted(Category.VM, priority);
    }

    private Ticket inWork() {
        var ticket = ofTheEngineer(Priority.P3);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        return ticket;
    }

    private void escalate(Ticket ticket) {
        escalations.escalate(ticket.number(), "Help", null, null, world.as(world.assigneeOf(ticket)));
    }

    /** Counts the notifications to people of the demonstration, because other tests add people to some roles. */
    private int told(Ticket ticket) {
        return Objects.requireNonNull(jdbc.queryForObject("""
                select count(*) from notifications n join users u on u.id = n.recipient_id
                where ticket_id = ? and event = 'ESCALATION_RAISED' and handle in ('senior', 'lead', 'manager', 'admin')""", Integer.class, ticket.id()));
    }

    @ParameterizedTest(name = "without {0} the call goes to {1}")
    @CsvSource({"senior, TEAM_LEAD, no SENIOR_ENGINEER is available", "lead, SENIOR_ENGINEER, "})
    void a_level_at_which_nobody_is_available_is_left_out_and_the_row_says_so(String away, Role called, String note) {
        world.sql("update users set availability = 'AWAY' where handle = '" + away + "'");
        var ticket = ofTheEngineer(Priority.P3);

        escalate(ticket);

        assertThat(open(ticket).toRole()).isEqualTo(called);
        if (note != null) {
            assertThat(open(ticket).reason()).contains(note);
        }
    }

    @Test
    void the_level_called_is_above_the_assignees_role() {
        world.sql("update users set max_open_tickets = 10 where handle = 'senior'");
        world.sql("update users set max_open_tickets = 0 where handle = 'engineer'");
        var ticket = ofTheEngineer(Priority.P3);
        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");

        escalate(ticket);

        assertThat(open(ticket).toRole()).isEqualTo(Role.TEAM_LEAD);
    }

    @Test
    void a_missed_response_hands_over_and_the_time_to_acknowledge_counts_from_the_deadline() {
        var ticket = ofTheEngineer(Priority.P3);

        world.timePasses(Duration.ofHours(2).plusMinutes(30));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.ESCALATED);
        assertThat(open(ticket).trigger()).isEqualTo(Trigger.RESPONSE_BREACH);
        assertThat(open(ticket).acknowledgeBy())
                .isCloseTo(ticket.createdAt().plus(Duration.ofHours(6)), within(5, ChronoUnit.MILLIS));
    }

    /** The Friday is a holiday; office hours are 9 to 12 and 13 to 17 o'clock, in Berlin. */
    @ParameterizedTest(name = "called on {0} at {1}, acknowledged by {2} at {3}")
    @CsvSource({
        "MONDAY,    09:30, MONDAY,    14:30", // over lunch
        "MONDAY,    12:30, MONDAY,    17:00", // ends exactly when the office closes
        "MONDAY,    15:00, TUESDAY,   11:00",
        "TUESDAY,   07:00, TUESDAY,   14:00", // before hours
        "WEDNESDAY, 23:00, THURSDAY,  14:00",
        "THURSDAY,  15:30, MONDAY,    11:30", // over the holiday and the weekend
        "SATURDAY,  11:00, MONDAY,    14:00",
    })
    void the_time_to_acknowledge_is_working_time_of_the_policys_calendar(
            DayOfWeek day, LocalTime time, DayOfWeek byDay, LocalTime byTime) {
        var berlin = ZoneId.of("Europe/Berlin");
        var monday = world.instant().atZone(berlin).toLocalDate().with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        inOfficeHours(monday.with(TemporalAdjusters.next(DayOfWeek.FRIDAY)));
        var called = monday.with(TemporalAdjusters.nextOrSame(day)).atTime(time).atZone(berlin);
        world.timePasses(Duration.between(world.instant(), called));
        var ticket = ofTheEngineer(Priority.P3);

        escalate(ticket);

        var expected = called.toLocalDate()
                .with(day == byDay ? TemporalAdjusters.nextOrSame(byDay) : TemporalAdjusters.next(byDay))
                .atTime(byTime)
                .atZone(berlin);
        assertThat(open(ticket).acknowledgeBy()).isCloseTo(expected.toInstant(), within(10, ChronoUnit.SECONDS));
    }

    private void inOfficeHours(LocalDate holiday) {
        var hours = List.of(new OpenFrom("09:00", "12:00"), new OpenFrom("13:00", "17:00"));
        var weekly = new EnumMap<DayOfWeek, List<OpenFrom>>(DayOfWeek.class);
        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY).forEach(day -> weekly.put(day, hours));
        var calendar = policies.create(
                new CalendarDraft("Office", "Europe/Berlin", weekly, List.of(new Holiday(holiday, "Bridge day"))),
                world.as("manager"));
        policies.create(
                new PolicyDraft(
                        "Machines in office hours",
                        Priority.P3,
                        Category.VM,
                        Duration.ofDays(2),
                        Duration.ofDays(20),
                        Duration.ofHours(4),
                        80,
                        calendar.id()),
                world.as("manager"));
    }

    @Test
    void a_new_rung_closes_the_row_before_it() {
        var ticket = ofTheEngineer(Priority.P3);
        escalate(ticket);
        world.timePasses(Duration.ofHours(4).plusSeconds(1));

        assertThat(of(ticket)).extracting(Escalation::trigger).containsExactly(Trigger.MANUAL, Trigger.ACK_TIMEOUT);
        assertThat(of(ticket))
                .extracting(Escalation::state)
                .containsExactly(Escalation.State.CLOSED, Escalation.State.OPEN);
    }

    @Test
    void after_downtime_each_level_that_was_due_is_written_down_and_only_the_highest_is_told() {
        var ticket = ofTheEngineer(Priority.P3);

        // The deadline after two hours, and three further levels after four hours each.
        world.timePasses(Duration.ofHours(2 + 3 * 4 + 1));

        assertThat(of(ticket)).extracting(Escalation::level).containsExactly(1, 2, 3, 4);
        assertThat(of(ticket)).extracting(Escalation::timesTold).containsExactly(0, 0, 0, 1);
        assertThat(told(ticket)).isEqualTo(1);
        assertThat(open(ticket).acknowledgeBy())
                .isCloseTo(ticket.createdAt().plus(Duration.ofHours(18)), within(20, ChronoUnit.MILLIS));
    }

    @Test
    void days_of_downtime_do_not_tell_the_top_for_each_interval_that_passed() {
        var ticket = ofTheEngineer(Priority.P3);

        world.timePasses(Duration.ofDays(3));

        assertThat(open(ticket).level()).isEqualTo(4);
        assertThat(open(ticket).acknowledgeBy()).isAfter(world.instant());
        assertThat(told(ticket)).isBetween(1, 2);
    }

    @Test
    void the_top_is_told_ten_times_at_the_usual_interval_and_then_daily() {
        var ticket = ofTheEngineer(Priority.P1);
        for (var quarter = 0; quarter < 4 * 3; quarter++) {
            world.timePasses(Duration.ofMinutes(15));
        }
        for (var told = open(ticket).timesTold(); told < 11; told = open(ticket).timesTold()) {
            world.timePasses(Duration.between(
                            world.instant(), Objects.requireNonNull(open(ticket).acknowledgeBy()))
                    .plusMillis(1));
        }

        assertThat(Duration.between(world.instant(), open(ticket).acknowledgeBy()))
                .isBetween(Duration.ofHours(23), Duration.ofDays(1));
    }

    @Test
    void a_rung_that_finds_a_call_younger_than_its_interval_does_nothing() {
        var ticket = inWork();
        world.timePasses(Duration.ofHours(23));
        escalate(ticket);
        assertThat(of(ticket)).hasSize(1);

        // The deadline at 24 hours causes a call of its own. The call of the 23rd hour would have to be acknowledged by
        // the 27th, and causes none.
        world.timePasses(Duration.ofHours(1).plusMinutes(1));
        assertThat(of(ticket)).hasSize(2);
        world.timePasses(Duration.ofHours(3));
        assertThat(of(ticket)).hasSize(2);
    }

    @Test
    void a_late_ticket_that_is_being_worked_on_is_left_alone_and_an_idle_one_called_again() {
        var ticket = inWork();
        world.timePasses(Duration.ofHours(24).plusSeconds(1));
        escalations.acknowledge(open(ticket).id(), null, world.as("senior"));
        for (var hour = 0; hour < 9; hour++) {
            world.timePasses(Duration.ofHours(1));
            world.comment(ticket.number(), "Still at it", Visibility.INTERNAL, world.as("engineer"));
        }
        assertThat(of(ticket)).hasSize(1);

        world.timePasses(Duration.ofHours(4).minusMinutes(1));
        assertThat(of(ticket)).hasSize(1);
        world.timePasses(Duration.ofMinutes(2));

        assertThat(of(ticket)).extracting(Escalation::trigger).containsOnly(Trigger.RESOLUTION_BREACH);
        assertThat(of(ticket)).hasSize(2);
    }

    @Test
    void acknowledging_stops_the_calls_but_not_the_clock() {
        var ticket = ofTheEngineer(Priority.P3);
        escalate(ticket);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "senior");

        world.timePasses(Duration.ofHours(20));
        assertThat(of(ticket)).hasSize(1);
        world.timePasses(Duration.ofHours(4).plusSeconds(2));

        assertThat(of(ticket))
                .extracting(Escalation::trigger)
                .containsExactly(Trigger.MANUAL, Trigger.RESOLUTION_BREACH);
    }

    @Test
    void a_critical_ticket_is_announced_at_creation_without_a_level() {
        var ticket = world.openAndRouted(Category.VM, Priority.P1);

        var notice = of(ticket);
        assertThat(notice).extracting(Escalation::trigger).containsExactly(Trigger.CRITICAL_PRIORITY);
        assertThat(notice).extracting(Escalation::acknowledgeBy).containsOnlyNulls();
        assertThat(world.now(ticket).escalationLevel()).isZero();
        assertThat(told(ticket)).isPositive();
    }

    @Test
    void what_is_said_of_a_level_that_is_left_out_is_a_sentence_of_its_own() {
        world.sql("update users set availability = 'AWAY' where handle = 'senior'");

        var ticket = world.openAndRouted(Category.VM, Priority.P1);

        assertThat(of(ticket)).extracting(Escalation::reason).containsExactly("No SENIOR_ENGINEER is available");
    }

    @Test
    void a_ticket_that_is_solved_calls_nobody_any_more() {
        var ticket = inWork();
        world.timePasses(Duration.ofHours(24).plusSeconds(1));
        var called = open(ticket);

        world.resolve(ticket);

        assertThat(escalations.read(called.id(), world.as("admin")).state()).isEqualTo(Escalation.State.CLOSED);
    }
}
