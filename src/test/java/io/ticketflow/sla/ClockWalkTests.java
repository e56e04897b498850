package io.ticketflow.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.sla.BusinessCalendar.OpenFrom;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.spring.JqwikSpringSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes whole tickets through random lives: people act, timers fire, and network tickets are counted in business hours of different zones. After each act the
 * timers must be those that the ledger demands. Runs five lives for each of {@code -Dwalks}, the same ones in every build.
 */
@JqwikSpringSupport
@TicketflowTest
class ClockWalkTests {

    private enum Act {
        WORK,
        ASK,
        ANSWER,
        RAISE,
        LOWER,
        CHANGE_CATEGORY,
        REASSIGN,
        RESOLVE,
        REFUSE
    }

    private record Step(Act act, int waitMinutes) {}

    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final List<String> PEOPLE = List.of("engineer", "senior", "lead");

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private Policies policies;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private JdbcTemplate jdbc;

    @Property(seed = "20261122", shrinking = ShrinkingMode.BOUNDED)
    void the_timers_are_always_those_that_the_ledger_demands(
            @ForAll("zones") String zone, @ForAll("lives") List<List<Step>> lives) {
        world.beginAnew();
        networkIsCountedInBusinessHoursOf(zone);
        lives.forEach(this::live);
    }

    private void live(List<Step> steps) {
        world.sql("update users set max_open_tickets = 1000");
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        for (var step : steps) {
            world.timePasses(Duration.ofMinutes(step.waitMinutes()));
            take(step.act(), ticket);
            world.runDueJobs();
            assertThat(reconciliation.check()).as("after %s of %s", step, steps).isEmpty();
        }
        assertThat(jdbc.queryForList("""
                        select type || ' of ' || kind || ' ' || count(*) || ' times' from sla_clock_events
                        where type in ('WARNED', 'BREACHED') group by ticket_id, type, kind having count(*) > 1
                        union all
                        select 'running and paused are not the whole life of ' || kind from (
                            select c.kind, c.running_since_at, (
                                select string_agg(case when type in ('STARTED', 'RESUMED') then '+' else '-' end, '' order by at, id)
                                from sla_clock_events e where e.ticket_id = c.ticket_id and e.kind = c.kind
                                and type in ('STARTED', 'RESUMED', 'PAUSED', 'MET', 'STOPPED')) as runs
                            from sla_clocks c) ledger
                        where runs !~ '^(\\+-+)*\\+?-*$' or (running_since_at is not null) <> (runs like '%+')""", String.class)).isEmpty();
    }

    private void networkIsCountedInBusinessHoursOf(String zone) {
        var manager = world.as("manager");
        var day = List.of(new OpenFrom("08:00", "12:00"), new OpenFrom("13:00", "24:00"));
        var calendar = policies.create(
                new CalendarDraft(
                        "Hours of " + zone,
                        zone,
                        Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(Function.identity(), each -> day)),
                        List.of()),
                manager);
        for (var priority : PRIORITIES) {
            policies.create(
                    new PolicyDraft(
                            "Network " + priority,
                            priority,
                            Category.NETWORK,
                            Duration.ofMinutes(30),
                            Duration.ofHours(8),
                            Duration.ofMinutes(45),
                            80,
                            calendar.id()),
                    manager);
        }
    }

    /** Skips an act that the ticket's state does not allow. */
    private void take(Act act, Ticket ticket) {
        var now = world.now(ticket);
        try {
            switch (act) {
                case WORK -> world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "admin");
                case ASK -> world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which?"), "admin");
                case ANSWER -> world.comment(ticket.number(), "That", Visibility.PUBLIC, world.as("user"));
                case RESOLVE -> world.resolve(ticket);
                case REFUSE -> world.move(ticket, TicketStatus.REOPENED, MoveDetails.comment("No"), "user");
                case REASSIGN ->
                    ownership.assign(
                            ticket.number(),
                            world.person(PEOPLE.get(Math.floorMod(now.version(), PEOPLE.size())))
                                    .id(),
                            null,
                            null,
                            null,
                            world.as("admin"));
                case RAISE ->
                    reclassify(
                            ticket,
                            now.category(),
                            PRIORITIES.get(Math.max(0, PRIORITIES.indexOf(now.priority()) - 1)));
                case LOWER ->
                    reclassify(
                            ticket,
                            now.category(),
                            PRIORITIES.get(Math.min(3, PRIORITIES.indexOf(now.priority()) + 1)));
                case CHANGE_CATEGORY ->
                    reclassify(ticket, now.category() == Category.VM ? Category.NETWORK : Category.VM, now.priority());
            }
        } catch (ProblemException notFromHere) {
            assertThat(notFromHere.status()).as(notFromHere.getMessage()).isIn(403, 409, 422);
        }
    }

    private void reclassify(Ticket ticket, Category category, Priority priority) {
        desk.edit(ticket.number(), new TicketChanges(null, null, category, priority, null), null, world.as("admin"));
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(Calendars.ZONES.stream().map(Object::toString).toList());
    }

    @Provide
    Arbitrary<List<List<Step>>> lives() {
        return Combinators.combine(
                        Arbitraries.of(Act.values()),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.integers().between(0, 120)),
                                Tuple.of(1, Arbitraries.integers().between(0, 3_000))))
                .as(Step::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(9)
                .list()
                .ofSize(5);
    }
}
