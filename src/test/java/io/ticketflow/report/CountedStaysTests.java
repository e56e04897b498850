package io.ticketflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Deletion;
import io.ticketflow.ticket.Merging;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class CountedStaysTests {

    @Autowired
    private World world;

    @Autowired
    private CountedStays stays;

    @Autowired
    private FactsCheck check;

    @Autowired
    private Reports reports;

    @Autowired
    private Merging merging;

    @Autowired
    private Deletion deletion;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    @AfterEach
    void begin() {
        world.beginAnew();
    }

    private Ticket closed() {
        var ticket = world.inWork();
        world.pass(Duration.ofMinutes(90));
        world.resolve(ticket);
        world.pass(Duration.ofHours(20));
        return world.move(ticket, TicketStatus.CLOSED, MoveDetails.NONE, "user");
    }

    private List<TimeInStatus.Stay> times(Instant asOf) {
        var window = new Window(null, null, ZoneOffset.UTC, Set.of(), Set.of(), Set.of(), asOf);
        return reports.timeInStatus(window, world.as("manager")).rows();
    }

    private int rowsOf(Ticket ticket) {
        return jdbc.queryForList("select stage from ticket_stays where ticket_id = ?", ticket.id())
                .size();
    }

    @Test
    void the_report_is_the_same_before_and_after_counting_and_as_of_a_former_instant() {
        var first = closed();
        var then = world.instant();
        world.pass(Duration.ofHours(1));
        closed();
        world.inWork();
        world.pass(Duration.ofMinutes(5));
        var now = world.instant();
        var before = times(now);
        var formerly = times(then);

        stays.countAll();

        assertThat(rowsOf(first)).isGreaterThanOrEqualTo(4);
        assertThat(jdbc.queryForObject("select count(*) from uncounted_tickets", Integer.class))
                .isZero();
        assertThat(times(now)).isEqualTo(before);
        assertThat(times(then)).isEqualTo(formerly).isNotEqualTo(before);
        assertThat(before)
                .filteredOn(stay -> stay.status() == TicketStatus.RESOLVED)
                .singleElement()
                .satisfies(stay -> {
                    assertThat(stay.tickets()).isEqualTo(2);
                    assertThat(stay.elapsed().p50())
                            .isEqualTo(Duration.ofHours(20).toSeconds());
                    assertThat(stay.ticketsQuery()).contains("wasAt(RESOLVED,confirmResolution)");
                });
        assertThat(check.checkAll().differences()).isEmpty();
    }

    @Test
    void a_ticket_that_changes_after_its_closing_is_counted_again() {
        var ticket = closed();
        stays.countAll();
        assertThat(rowsOf(ticket)).isPositive();

        world.sql("update tickets set category = 'OTHER' where id = '%s'".formatted(ticket.id()));

        assertThat(rowsOf(ticket)).isZero();
        assertThat(check.checkAll().differences())
                .allSatisfy(words -> assertThat(words).contains("category"));
        stays.countAll();
        assertThat(jdbc.queryForList(
                        "select distinct category from ticket_stays where ticket_id = ?", String.class, ticket.id()))
                .containsExactly("OTHER");
    }

    @Test
    void deleted_and_merged_tickets_count_nowhere() {
        var ticket = closed();
        var merged = world.inWork();
        var kept = world.inWork();
        stays.countAll();
        world.pass(Duration.ofMinutes(1));

        deletion.delete(ticket.number(), null, world.as("admin"));
        merging.merge(merged.number(), kept.number(), null, world.as("admin"));
        stays.countAll();

        assertThat(rowsOf(ticket)).isZero();
        assertThat(rowsOf(merged)).isZero();
        assertThat(times(world.instant()))
                .allSatisfy(stay -> assertThat(stay.tickets()).isEqualTo(1));
        assertThat(check.checkAll().differences()).isEmpty();
    }

    @Test
    void the_check_names_stays_that_are_not_those_of_the_facts() {
        var ticket = closed();
        stays.countAll();

        world.sql("update ticket_stays set elapsed = elapsed + 5 where ticket_id = '%s'".formatted(ticket.id()));

        assertThat(check.checkAll().differences()).isNotEmpty().allSatisfy(words -> assertThat(words)
                .contains(ticket.number(), "the stays in"));
    }

    @Test
    void several_nodes_at_once_count_each_ticket_once() {
        IntStream.range(0, 8).forEach(i -> closed());

        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(i -> CompletableFuture.runAsync(stays::countAll))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(jdbc.queryForList(
                        "select ticket_id from ticket_stays group by ticket_id, stage having count(*) > 1"))
                .isEmpty();
        assertThat(check.checkAll().differences()).isEmpty();
        assertThat(jdbc.queryForObject("select count(distinct ticket_id) from ticket_stays", Integer.class))
                .isEqualTo(8);
    }
}
