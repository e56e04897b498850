package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;

/**
 * The rules on who may do what to a ticket, for all doors. The model decides which steps are offered. The rules use only the eight statuses, so they also hold
 * for states that a process owner adds. {@link StepRules} says which fields a step needs.
 */
final class Rights {

    private Rights() {}

    /** Staff see every ticket. Requesters see their own, and those that they watch, which {@link TicketAccess} adds. */
    static boolean maySee(Person person, Ticket ticket) {
        return person.isStaff() || isRequester(person, ticket);
    }

    /** Whether the person may work on this ticket, by role, team and assignment. */
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

    /** Leads may assign people of their team, managers all people. */
    static boolean mayAssign(Person person, Ticket ticket) {
        return person.role().isAtLeast(Role.TEAM_LEAD) && mayAct(person, ticket);
    }

    /** Whether the person may act on the duplicate and, unless they are a lead or higher, also on the target. */
    static boolean mayMerge(Person person, Ticket duplicate, Ticket target) {
        return mayAct(person, duplicate) && (person.role().isAtLeast(Role.TEAM_LEAD) || mayAct(person, target));
    }

    /** Also true for engineers of the ticket's team who may act on the ticket only once it is theirs. */
    static boolean mayClaim(Person person, Ticket ticket) {
        return mayAct(person, ticket) || (person.isStaff() && person.isInTeam(ticket.teamId()));
    }

    /** Leads and higher roles, whatever the team: the requester is asked by every team. */
    static boolean mayChangeRequester(Person person) {
        return person.role().isAtLeast(Role.TEAM_LEAD);
    }

    static boolean mayEditText(Person person, Ticket ticket) {
        return mayAct(person, ticket)
                || (isRequester(person, ticket) && (ticket.status() == NEW || ticket.status() == OPEN));
    }

    /**
     * Whether this person may move the ticket to the given status, if the model offers the step.
     *
     * @param isSecondRequester see {@link Requesters}; a second requester may answer and reject a solution, but may not end the ticket for the requester
     */
    static boolean permits(Person person, Ticket ticket, TicketStatus to, boolean isSecondRequester) {
        var asStaff = mayAct(person, ticket);
        var asRequester = isRequester(person, ticket);
        var asEitherRequester = asRequester || (isSecondRequester && to != CLOSED);
        return switch (ticket.status()) {
            case NEW, OPEN -> asStaff || (asRequester && to == CLOSED);
            case PENDING_INFO -> asStaff || (asEitherRequester && ticket.waitsForRequester() && to != RESOLVED);
            case RESOLVED ->
                (asEitherRequester && (to != RESOLVED || ticket.waitsForRequester()))
                        || (asStaff && (person.role().isAtLeast(Role.TEAM_LEAD) || mayAnswer(ticket, to)));
            default -> asStaff;
        };
    }

    /** When the requester has said something about a solution, all who may act on the ticket may answer it or take the ticket on again. */
    private static boolean mayAnswer(Ticket solved, TicketStatus to) {
        return !solved.waitsForRequester() && to != CLOSED;
    }

    static boolean isRequester(Person person, Ticket ticket) {
        return person.id().equals(ticket.requesterId());
    }

    static boolean isAssignee(Person person, Ticket ticket) {
        return person.id().equals(ticket.assigneeId());
    }
}
