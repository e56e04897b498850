package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;

/**
 * Who may do what to a ticket: the one place, for every door. Which step is offered is not here but in the model; the rules speak of the eight statuses only,
 * so they hold for states that an owner adds. What a step needs stands in {@link StepRules}.
 */
final class Rights {

    private Rights() {}

    /** Staff read everything; requesters their own, and what they watch, which {@link TicketAccess} knows. */
    static boolean maySee(Person person, Ticket ticket) {
        return person.isStaff() || isRequester(person, ticket);
    }

    /** The right to work on this ticket, as far as it comes with role, team and assignment. */
    static boolean mayAct(Person person, Ticket ticket) {
        if (!person.isStaff()) {
            return false;
        }
        var inTeam = person.isInTeam(ticket.teamId());
        return switch (person.role()) {
            case ADMIN, MANAGER -> true;
            case TEAM_LEAD -> inTeam || ticket.teamId() == null || isAssignee(person, ticket);
            case SENIOR_ENGINEER -> inTeam || isAssignee(person, ticket);
            case DEVOPS_ENGINEER -> isAssignee(person, ticket) || (inTeam && ticket.assigneeId() == null);
            case END_USER -> false;
        };
    }

    /** Leads decide about their team's people, managers about everybody's. */
    static boolean mayAssign(Person person, Ticket ticket) {
        return person.role().isAtLeast(Role.TEAM_LEAD) && mayAct(person, ticket);
    }

    /** Whoever may act on both; the leads of the one that is closed, whoever has the other. */
    static boolean mayMerge(Person person, Ticket duplicate, Ticket target) {
        return mayAct(person, duplicate) && (person.role().isAtLeast(Role.TEAM_LEAD) || mayAct(person, target));
    }

    /** Also who may act only once the ticket is theirs: engineers take what waits in their team's queue. */
    static boolean mayClaim(Person person, Ticket ticket) {
        return mayAct(person, ticket) || (person.isStaff() && person.isInTeam(ticket.teamId()));
    }

    static boolean mayEditText(Person person, Ticket ticket) {
        return mayAct(person, ticket)
                || (isRequester(person, ticket) && (ticket.status() == NEW || ticket.status() == OPEN));
    }

    /** Whether this person may take the ticket from one status to another, if the model offers it. */
    static boolean permits(Person person, Ticket ticket, TicketStatus to) {
        var asStaff = mayAct(person, ticket);
        var asRequester = isRequester(person, ticket);
        return switch (ticket.status()) {
            case NEW, OPEN -> asStaff || (asRequester && to == CLOSED);
            case PENDING_INFO -> asStaff || (asRequester && ticket.waitsForRequester() && to != RESOLVED);
            case RESOLVED -> asRequester || (asStaff && person.role().isAtLeast(Role.TEAM_LEAD));
            default -> asStaff;
        };
    }

    static boolean isRequester(Person person, Ticket ticket) {
        return person.id().equals(ticket.requesterId());
    }

    static boolean isAssignee(Person person, Ticket ticket) {
        return person.id().equals(ticket.assigneeId());
    }
}
