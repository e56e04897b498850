package io.ticketflow.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A critical ticket at night that no person touches: who is told what at which second, from its creation to the top of the path. The test also writes the table
 * in docs/escalation.md.
 */
@TicketflowTest
class NobodyTouchesItTests {

    private static final Path DOCUMENT = Path.of("docs/escalation.md");

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void everybodyHasATelephone() {
        world.beginAnew();
        world.sql("update users set phone = '+4930123456'");
    }

    @AfterEach
    void nobodyHas() {
        world.sql("update users set phone = null");
    }

    @Test
    void everybody_up_to_the_top_is_told_at_the_second_that_the_policy_says() throws IOException {
        world.sql("update users set max_open_tickets = 0 where handle in ('lead', 'senior')");
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        var table = new ArrayList<String>();
        table.add("| after | whom | what | ways | level | state |");
        table.add("|---|---|---|---|--:|---|");
        var seen = new HashSet<UUID>();
        table.addAll(told(ticket, Duration.ZERO, seen));
        for (var next = nextTimer(ticket); ; next = nextTimer(ticket)) {
            var after = Duration.between(ticket.createdAt(), next);
            if (after.compareTo(Duration.ofHours(5)) > 0) {
                break;
            }
            var wait = Duration.between(world.instant(), next);
            world.timePasses(wait.isNegative() ? Duration.ZERO : wait.plusMillis(1));
            table.addAll(told(ticket, after, seen));
        }

        var printed = String.join("\n", table);
        System.out.println(printed);
        assertThat(Files.readString(DOCUMENT)).as("the table in %s", DOCUMENT).contains(printed);
    }

    private Instant nextTimer(Ticket ticket) {
        return world.timersOf(ticket).stream()
                .map(timer -> timer.getDuedate().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** The new notifications: one line for all people who were told the same. */
    private List<String> told(Ticket ticket, Duration after, Set<UUID> seen) {
        var now = world.now(ticket);
        var state = now.status() + " | ";
        var lines = new LinkedHashMap<String, List<String>>();
        jdbc.query(
                """
                select n.id, n.title, n.event, u.full_name, u.role,
                    (select string_agg(d.channel, ', ' order by d.channel) from deliveries d where d.notification_id = n.id and d.channel <> 'SLACK') as ways
                from notifications n join users u on u.id = n.recipient_id
                where n.ticket_id = ? and u.handle in ('engineer', 'engineer2', 'senior', 'lead', 'manager', 'process-owner', 'admin')
                order by n.created_at, n.event, u.role desc, u.full_name""",
                row -> {
                    if (seen.add(row.getObject("id", UUID.class))) {
                        var what = row.getString("event") + " | " + row.getString("ways");
                        lines.computeIfAbsent(what, line -> new ArrayList<>())
                                .add(row.getString("full_name") + " (" + row.getString("role") + ")");
                    }
                },
                ticket.id());
        return lines.entrySet().stream()
                .map(line -> "| %d:%02d:%02d | %s | %s | %d | %s"
                        .formatted(
                                after.toHours(),
                                after.toMinutesPart(),
                                after.toSecondsPart(),
                                String.join(", ", line.getValue()),
                                line.getKey(),
                                now.escalationLevel(),
                                state))
                .map(String::strip)
                .toList();
    }
}
