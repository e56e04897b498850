package io.ticketflow.report;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.database.ReadDatabase;
import io.ticketflow.sla.ServiceLevels;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts the facts of tickets again, from their histories and the ledgers of their clocks, and the stays of closed tickets from their facts; names what differs.
 * Questions and waits are left out: whether a state waits for the requester is in the model, and not in the history.
 */
@Component
public class FactsCheck {

    private static final int AT_ONCE = 500;
    private static final int MOST_NAMED = 100;

    /** The entries of one transaction are a little older than the state that it made. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(60);

    private static final String TICKETS = """
            select t.id, t.number, t.created_at, t.status, t.priority, t.category, t.escalation_level, t.reopen_count as reopens,
                t.merged_into_id is not null as merged,
                (select handle from users where id = t.assignee_id) as assignee, (select name from teams where id = t.team_id) as team
            from tickets t where t.id > :after and t.deleted_at is null order by t.id limit %d""".formatted(AT_ONCE);

    private static final String CHANGES = """
            select ticket_id, at, field, from_value, to_value from ticket_history
            where ticket_id in (:tickets) and field in ('status', 'priority', 'category', 'assignee', 'team', 'escalationLevel', 'mergedInto')
            order by at desc""";

    private static final String STATES = """
            select f.*, (select handle from users where id = f.assignee_id) as assignee, (select name from teams where id = f.team_id) as team,
                promise_at(f.since_at, response_met, response_stopped, response_breached_at, response_due_at) as response,
                promise_at(f.since_at, resolution_met, resolution_stopped, resolution_breached_at, resolution_due_at) as resolution
            from (select * from former_ticket_facts where ticket_id in (:tickets)
                union all
                select *, null, false from ticket_facts where ticket_id in (:tickets)) f
            order by f.since_at desc""";

    private static final String PROMISES = """
            select e.ticket_id, e.kind, e.type, e.at, c.breached_at
            from sla_clock_events e join sla_clocks c on c.ticket_id = e.ticket_id and c.kind = e.kind
            where e.ticket_id in (:tickets) and e.type in ('MET', 'RESUMED', 'STOPPED', 'BREACHED') order by e.at""";

    private static final String STAYS_THAT_DIFFER = """
            select ticket_id, status, stage_id, kept.elapsed as kept_elapsed, kept.working as kept_working, stays.elapsed, stays.working
            from stays full join (
                select kept.ticket_id, stage.status, stage.stage_id, kept.elapsed, kept.working
                from ticket_stays kept join counted_stages stage on stage.id = kept.stage where kept.ticket_id in (:tickets)) kept
                using (ticket_id, status, stage_id)
            where kept.elapsed is null or stays.elapsed is null
                or abs(kept.elapsed - stays.elapsed) > 0.001 or abs(kept.working - stays.working) > 0.001""";

    /**
     * What was found.
     *
     * @param states how many states of them were compared
     * @param differences the first hundred, in words
     */
    public record Result(long tickets, long states, long differing, List<String> differences) {}

    private final ReadDatabase database;
    private final Directory directory;
    private final ServiceLevels levels;
    private final Clock clock;

    FactsCheck(ReadDatabase database, Directory directory, ServiceLevels levels, Clock clock) {
        this.database = database;
        this.directory = directory;
        this.levels = levels;
        this.clock = clock;
    }

    /** Checks all tickets, a few hundred in a transaction; for administrators. */
    public Result check(Actor by) {
        if (directory.person(Objects.requireNonNull(by.userId())).role() != Role.ADMIN) {
            throw new ForbiddenException("ADMINS_ONLY", "Only administrators check the facts of reports.");
        }
        return checkAll();
    }

    Result checkAll() {
        var found = new Found();
        var after = new UUID(0, 0);
        while (true) {
            var from = after;
            var batch = database.read(db -> Batch.read(db, from, levels, clock.instant()));
            batch.tickets().forEach(ticket -> new OneTicket(ticket, batch, found).compare());
            if (batch.tickets().size() < AT_ONCE) {
                return found.result();
            }
            after = Objects.requireNonNull(
                    (UUID) batch.tickets().get(AT_ONCE - 1).get("id"));
        }
    }

    private static final class Found {

        private final List<String> differences = new ArrayList<>();
        private long tickets;
        private long states;
        private long differing;

        void differs(String words) {
            differing++;
            if (differences.size() < MOST_NAMED) {
                differences.add(words);
            }
        }

        Result result() {
            return new Result(tickets, states, differing, differences);
        }
    }

    /** Rows of some tickets, as maps of their columns. */
    private record Batch(
            List<Map<String, Object>> tickets,
            Map<Object, List<Map<String, Object>>> changes,
            Map<Object, List<Map<String, Object>>> states,
            Map<Object, List<Map<String, Object>>> promises,
            Map<Object, List<Map<String, Object>>> stays) {

        static Batch read(JdbcClient database, UUID after, ServiceLevels levels, Instant now) {
            var tickets = database.sql(TICKETS).param("after", after).query().listOfRows();
            var ids = tickets.stream().map(ticket -> ticket.get("id")).toList();
            if (ids.isEmpty()) {
                return new Batch(tickets, Map.of(), Map.of(), Map.of(), Map.of());
            }
            BiFunction<String, Map<String, Object>, Map<Object, List<Map<String, Object>>>> of = (sql, values) ->
                    database.sql(sql).params(values).param("tickets", ids).query().listOfRows().stream()
                            .collect(Collectors.groupingBy(row -> row.get("ticket_id")));
            var stays = Stays.of(
                    Facts.asOf(now)
                            .readFrom("ticket_facts")
                            .having("ticket_id", ids)
                            .fulfilling("f.closed_at is not null and not f.merged")
                            .fulfilling("not exists (select from uncounted_tickets u where u.ticket_id = f.ticket_id)"),
                    now,
                    database,
                    levels);
            return new Batch(
                    tickets,
                    of.apply(CHANGES, Map.of()),
                    of.apply(STATES, Map.of()),
                    of.apply(PROMISES, Map.of()),
                    of.apply(stays.sql() + STAYS_THAT_DIFFER, stays.values()));
        }
    }

    /** Goes back through the history of a ticket, from its present to its submission. */
    private static final class OneTicket {

        private static final List<String> COMPARED =
                List.of("status", "priority", "category", "assignee", "team", "merged", "escalation_level", "reopens");

        private final Map<String, Object> ticket;
        private final List<Map<String, Object>> changes;
        private final List<Map<String, Object>> states;
        private final List<Map<String, Object>> promises;
        private final List<Map<String, Object>> stays;
        private final Found found;

        OneTicket(Map<String, Object> ticket, Batch batch, Found found) {
            this.ticket = new HashMap<>(ticket);
            this.changes = batch.changes().getOrDefault(ticket.get("id"), List.of());
            this.states = batch.states().getOrDefault(ticket.get("id"), List.of());
            this.promises = batch.promises().getOrDefault(ticket.get("id"), List.of());
            this.stays = batch.stays().getOrDefault(ticket.get("id"), List.of());
            this.found = found;
        }

        void compare() {
            found.tickets++;
            found.states += states.size();
            if (states.isEmpty()
                    || !Objects.equals(states.get(states.size() - 1).get("since_at"), ticket.get("created_at"))) {
                differs("it has no facts since its submission");
                return;
            }
            everyChangeHasItsState();
            var next = 0;
            for (var i = 0; i < states.size(); i++) {
                var state = states.get(i);
                if (i > 0 && !Objects.equals(states.get(i - 1).get("since_at"), state.get("until_at"))) {
                    differs("the facts have a gap after " + state.get("since_at"));
                }
                while (next < changes.size() && at(changes.get(next), "at").isAfter(at(state, "since_at"))) {
                    takeBack(changes.get(next));
                    next++;
                }
                for (var column : COMPARED) {
                    if (!Objects.equals(ticket.get(column), state.get(column))) {
                        differs("%s since %s is %s, and by the history %s"
                                .formatted(column, state.get("since_at"), state.get(column), ticket.get(column)));
                    }
                }
                promise("RESPONSE", state, "response");
                promise("RESOLUTION", state, "resolution");
            }
            whatFollows();
            stays.forEach(
                    stay -> differs("the stays in %s at %s are %s and %s seconds (working), and counted again %s and %s"
                            .formatted(
                                    stay.get("status"),
                                    stay.get("stage_id"),
                                    stay.get("kept_elapsed"),
                                    stay.get("kept_working"),
                                    stay.get("elapsed"),
                                    stay.get("working"))));
        }

        private void takeBack(Map<String, Object> change) {
            var from = (String) change.get("from_value");
            switch (String.valueOf(change.get("field"))) {
                case "status" -> {
                    if ("RESOLVED".equals(from) && !"CLOSED".equals(ticket.get("status"))) {
                        ticket.merge("reopens", -1, (one, other) -> (Integer) one + (Integer) other);
                    }
                    ticket.put("status", from);
                }
                case "escalationLevel" -> ticket.put("escalation_level", from == null ? 0 : Integer.parseInt(from));
                case "mergedInto" -> ticket.put("merged", false);
                default -> ticket.put(String.valueOf(change.get("field")), from);
            }
        }

        private void everyChangeHasItsState() {
            for (var change : changes) {
                var at = at(change, "at");
                if (states.stream()
                        .map(state -> at(state, "since_at"))
                        .noneMatch(since -> !since.isBefore(at) && since.isBefore(at.plus(LONGEST_TRANSACTION)))) {
                    differs("no state has begun with the change of %s at %s".formatted(change.get("field"), at));
                }
            }
        }

        /**
         * The promise of a state as the ledger tells it. Between a deadline and the record of its breach both is right: a merge may bring a deadline that has
         * passed.
         */
        private void promise(String kind, Map<String, Object> state, String column) {
            var since = at(state, "since_at");
            var kept = text(state, column);
            var told = "OPEN";
            for (var event : promises) {
                if (text(event, "kind").equals(kind) && !at(event, "at").isAfter(since) && !told.equals("BREACHED")) {
                    told = text(event, "type").equals("RESUMED") ? "OPEN" : text(event, "type");
                }
            }
            var isPast = promises.stream()
                    .filter(event -> text(event, "kind").equals(kind))
                    .map(event -> instant(event, "breached_at"))
                    .anyMatch(deadline -> deadline != null && !deadline.isAfter(since));
            var due = instant(state, column + "_due_at");
            if (!told.equals(kept) && !(kept.equals("BREACHED") && (isPast || (due != null && !due.isAfter(since))))) {
                differs("the %s since %s is %s, and by the ledger %s".formatted(column, since, kept, told));
            }
        }

        /** What each state takes from the former ones. */
        private void whatFollows() {
            var handOvers = 0;
            Object last = null;
            Instant doneSince = null;
            var solved = false;
            for (var i = states.size() - 1; i >= 0; i--) {
                var state = states.get(i);
                var assignee = state.get("assignee");
                if (assignee != null) {
                    handOvers += last != null && !last.equals(assignee) ? 1 : 0;
                    last = assignee;
                }
                var done = isDone(state);
                doneSince = !done ? null : doneSince == null ? at(state, "since_at") : doneSince;
                solved = done && (solved || text(state, "status").equals("RESOLVED"));
                expect(state, "hand_overs", handOvers);
                expect(state, "done since", instant(state, "done_since_at"), doneSince);
                expect(state, "whether it is solved", state.get("resolved_at") != null, solved);
                if (i > 0) {
                    expect(
                            state,
                            "whether it was reopened",
                            state.get("reopened"),
                            solved && !isDone(states.get(i - 1)));
                }
            }
        }

        private static boolean isDone(Map<String, Object> state) {
            return List.of("RESOLVED", "CLOSED").contains(text(state, "status"));
        }

        private static String text(Map<String, Object> row, String column) {
            return String.valueOf(row.get(column));
        }

        private void expect(Map<String, Object> state, String column, Object expected) {
            expect(state, column, state.get(column), expected);
        }

        private void expect(Map<String, Object> state, String what, @Nullable Object kept, @Nullable Object expected) {
            if (!Objects.equals(kept, expected)) {
                differs("%s since %s is %s, and counted again %s"
                        .formatted(what, state.get("since_at"), kept, expected));
            }
        }

        private static Instant at(Map<String, Object> row, String column) {
            return Objects.requireNonNull(instant(row, column));
        }

        private static @Nullable Instant instant(Map<String, Object> row, String column) {
            return row.get(column) instanceof Timestamp timestamp ? timestamp.toInstant() : null;
        }

        private void differs(String words) {
            found.differs("TKT-%s: %s".formatted(ticket.get("number"), words));
        }
    }
}
