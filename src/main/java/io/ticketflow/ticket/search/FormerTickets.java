package io.ticketflow.ticket.search;

import io.ticketflow.platform.Actor;
import java.util.Map;

/**
 * Finds tickets by what they were at an instant. This interface is turned round like {@link io.ticketflow.ticket.Lifecycle} (see ADR 6): lists of tickets offer
 * the filter, and the module that keeps the facts of the past is above this one.
 */
public interface FormerTickets {

    /** A statement that answers the ids of tickets, with its values. */
    record Found(String statement, Map<String, Object> values) {}

    /**
     * The tickets that had the status, priority, category, team, assignee and time of creation of the filter at its instant, and that its figure counts.
     *
     * @throws io.ticketflow.platform.ForbiddenException for requesters
     * @throws io.ticketflow.platform.BadParameterException when the figure is unknown, or the instant is in the future
     */
    Found matching(TicketFilter filter, Actor by);
}
