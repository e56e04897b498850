package io.ticketflow.report.export;

import io.ticketflow.platform.Actor;
import io.ticketflow.report.Trends.Interval;
import io.ticketflow.report.Window;
import io.ticketflow.ticket.search.TicketFilter;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to export.
 *
 * @param teams the teams of the window about which this caller may read; empty for all
 * @param interval the steps of trends
 * @param filter of tickets; their teams and time are also limited by those of the window
 * @param sort the order of tickets
 */
public record Wanted(
        Actor by,
        Set<UUID> teams,
        Window window,
        Interval interval,
        TicketFilter filter,
        @Nullable String sort) {

    public Wanted {
        teams = Set.copyOf(teams);
    }
}
