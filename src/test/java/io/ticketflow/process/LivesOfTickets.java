package io.ticketflow.process;

import io.ticketflow.ticket.TicketStatus;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The lives of all tickets that were not deleted, from their histories and the ledgers of their clocks, without the tables of reports. */
final class LivesOfTickets {

    /** A ticket as it was at an instant. */
    record Life(
            Instant created,
            TicketStatus status,
            String priority,
            @Nullable String assignee,
            boolean merged,
            int level,
            int reopens,
            int handOvers,
            @Nullable Instant responded,
            @Nullable Instant resolved,
            String response,
            String resolution,
            List<Instant> solutions,
            List<Instant> breaches,
            List<Stay> stays,
            Instant asOf) {

        boolean isOpen() {
            return status != TicketStatus.RESOLVED && status != TicketStatus.CLOSED;
        }

        double seconds(@Nullable Instant until) {
            return until == null ? Double.NaN : Duration.between(created, until).toMillis() / 1000.0;
        }

        boolean wasOpenBefore(Instant instant) {
            return stays.stream()
                    .filter(stay -> stay.from().isBefore(instant))
                    .reduce((one, other) -> other)
                    .filter(stay -> stay.status() != TicketStatus.RESOLVED && stay.status() != TicketStatus.CLOSED)
                    .isPresent();
        }

        double secondsAt(TicketStatus wanted) {
            return stays.stream()
                    .filter(stay -> stay.status() == wanted)
                    .mapToDouble(
                            stay -> Duration.between(stay.from(), stay.to()).toMillis() / 1000.0)
                    .sum();
        }
    }

    record Stay(TicketStatus status, Instant from, Instant to) {}

    private final List<Map<String, Object>> tickets;
    private final Map<Object, List<Map<String, Object>>> changes = new HashMap<>();
    private final Map<Object, List<Map<String, Object>>> events = new HashMap<>();

    LivesOfTickets(JdbcTemplate jdbc) {
        tickets = jdbc.queryForList("select * from tickets where deleted_at is null order by number");
        jdbc.queryForList(
                        "select h.*, (select full_name from users where handle = h.to_value) as to_name from ticket_history h order by at")
                .forEach(row -> changes.computeIfAbsent(row.get("ticket_id"), id -> new ArrayList<>())
                        .add(row));
        jdbc.queryForList("""
                        select e.ticket_id, e.kind, e.type, e.at, c.breached_at
                        from sla_clock_events e join sla_clocks c on c.ticket_id = e.ticket_id and c.kind = e.kind order by e.at""").forEach(row -> events.computeIfAbsent(row.get("ticket_id"), id -> new ArrayList<>())
                .add(row));
    }

    /** Whether no step was under way, and no deadline had passed that was not recorded yet. */
    boolean isCalm(Instant instant) {
        return changes.values().stream()
                        .flatMap(List::stream)
                        .map(change -> at(change, "at"))
                        .noneMatch(at -> Duration.between(instant, at).abs().compareTo(Duration.ofMillis(1)) < 0)
                && events.values().stream()
                        .flatMap(List::stream)
                        .filter(event -> text(event, "type").equals("BREACHED"))
                        .noneMatch(event -> !at(event, "breached_at").isAfter(instant)
                                && at(event, "at").isAfter(instant));
    }

    List<Life> asOf(Instant instant) {
        return tickets.stream()
                .filter(ticket -> !at(ticket, "created_at").isAfter(instant))
                .map(ticket -> life(ticket, instant))
                .toList();
    }

    private Life life(Map<String, Object> ticket, Instant asOf) {
        var id = ticket.get("id");
        var created = at(ticket, "created_at");
        var priority = text(ticket, "priority");
        var history = changes.getOrDefault(id, List.of());
        for (var i = history.size() - 1; i >= 0; i--) {
            if ("priority".equals(history.get(i).get("field"))
                    && at(history.get(i), "at").isAfter(asOf)) {
                priority = text(history.get(i), "from_value");
            }
        }
        var status = TicketStatus.NEW;
        var since = created;
        String assignee = null;
        String last = null;
        var merged = false;
        var level = 0;
        var reopens = 0;
        var handOvers = 0;
        Instant resolved = null;
        var solutions = new ArrayList<Instant>();
        var stays = new ArrayList<Stay>();
        for (var change : history) {
            var at = at(change, "at");
            if (at.isAfter(asOf)) {
                break;
            }
            var to = text(change, "to_value");
            switch (String.valueOf(change.get("field"))) {
                case "status" -> {
                    stays.add(new Stay(status, since, at));
                    var reached = TicketStatus.valueOf(to);
                    if (reached == TicketStatus.RESOLVED) {
                        resolved = at;
                        solutions.add(at);
                    } else if (status == TicketStatus.RESOLVED && reached != TicketStatus.CLOSED) {
                        resolved = null;
                        reopens++;
                    }
                    status = reached;
                    since = at;
                }
                case "assignee" -> {
                    assignee = (String) change.get("to_name");
                    if (assignee != null) {
                        handOvers += last != null && !last.equals(assignee) ? 1 : 0;
                        last = assignee;
                    }
                }
                case "escalationLevel" -> level = Integer.parseInt(to);
                case "mergedInto" -> merged = true;
                default -> {
                    // Nothing that is reported.
                }
            }
        }
        stays.add(new Stay(status, since, asOf));
        var ledger = events.getOrDefault(id, List.of()).stream()
                .filter(event -> !at(event, "at").isAfter(asOf))
                .toList();
        var responded = ticket.get("first_responded_at") == null ? null : at(ticket, "first_responded_at");
        return new Life(
                created,
                status,
                priority,
                assignee,
                merged,
                level,
                reopens,
                handOvers,
                responded == null || responded.isAfter(asOf) ? null : responded,
                resolved,
                promise(ledger, "RESPONSE"),
                promise(ledger, "RESOLUTION"),
                solutions,
                ledger.stream()
                        .filter(event -> text(event, "type").equals("BREACHED"))
                        .map(event -> at(event, "breached_at"))
                        .toList(),
                stays,
                asOf);
    }

    private static String promise(List<Map<String, Object>> ledger, String kind) {
        var promise = "OPEN";
        for (var event : ledger) {
            var type = text(event, "type");
            if (text(event, "kind").equals(kind) && !promise.equals("BREACHED")) {
                promise = switch (type) {
                    case "MET", "STOPPED", "BREACHED" -> type;
                    case "RESUMED" -> "OPEN";
                    default -> promise;
                };
            }
        }
        return promise;
    }

    private static String text(Map<String, Object> row, String column) {
        return String.valueOf(row.get(column));
    }

    private static Instant at(Map<String, Object> row, String column) {
        return ((Timestamp) Objects.requireNonNull(row.get(column))).toInstant();
    }
}
