package io.ticketflow.report;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets a report is about. An empty set and a null instant do not restrict it.
 *
 * @param from the report is about tickets that were submitted at or after this instant
 * @param to and before this one
 * @param zone in which days, weeks and months begin
 * @param teams of which the tickets are at {@code asOf}; priorities and categories likewise
 * @param asOf the report answers what it would have answered at this instant
 */
public record Window(
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId zone,
        Set<UUID> teams,
        Set<Priority> priorities,
        Set<Category> categories,
        Instant asOf) {

    public Window {
        if (from != null && to != null && !from.isBefore(to)) {
            throw InvalidException.field("to", "must be after from");
        }
        teams = Set.copyOf(new TreeSet<>(teams));
        priorities = Set.copyOf(new TreeSet<>(priorities));
        categories = Set.copyOf(new TreeSet<>(categories));
    }

    /** The same tickets, submitted in another time. */
    Window submitted(@Nullable Instant begin, @Nullable Instant end) {
        return new Window(begin, end, zone, teams, priorities, categories, asOf);
    }

    /** Tickets of these teams only. */
    Window ofTeams(Set<UUID> only) {
        return new Window(from, to, zone, only, priorities, categories, asOf);
    }
}
