package io.ticketflow.report;

import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.report.Figure.Counted;
import io.ticketflow.ticket.search.FormerTickets;
import io.ticketflow.ticket.search.TicketFilter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The lists behind the figures of reports, and lists of tickets as they were at an instant. */
@Component
class FormerTicketLists implements FormerTickets {

    private final Directory directory;
    private final Clock clock;

    FormerTicketLists(Directory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Found matching(TicketFilter filter, Actor by) {
        if (!directory.person(Objects.requireNonNull(by.userId())).isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "Only staff list tickets as they were, or behind a figure.");
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var asOf = Objects.requireNonNullElse(filter.asOf(), now);
        if (asOf.isAfter(now)) {
            throw new BadParameterException("asOf", "must not be in the future");
        }
        var facts = Facts.asOf(asOf)
                .submitted(filter.createdFrom(), filter.createdTo())
                .having("status", filter.status())
                .having("priority", filter.priority())
                .having("category", filter.category())
                .having("team_id", filter.teams(), filter.teamless())
                .having("assignee_id", filter.assignees(), filter.unassigned());
        if (!filter.breached().isEmpty()) {
            facts.fulfilling(filter.breached().stream()
                    .map(breach -> switch (breach) {
                        case RESPONSE -> Figure.RESPONSE_BREACHED.counted();
                        case RESOLUTION -> Figure.RESOLUTION_BREACHED.counted();
                    })
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        if (filter.figure() != null) {
            facts.counting(Counted.parse(filter.figure()));
        }
        return new Found("select f.ticket_id" + facts.from(), facts.values());
    }
}
