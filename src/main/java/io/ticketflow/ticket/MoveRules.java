package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what to a ticket, and what a move needs: the one place, for every door. Which move is legal is not here but in the model; the rules speak of
 * the eight statuses only, so they hold for states that an owner adds.
 */
public final class MoveRules {

    private MoveRules() {}

    /** Staff read everything; requesters their own, and what they watch, which {@link TicketAccess} knows. */
    static boolean maySee(Person person, Ticket ticket) {
        return person.isStaff() || isRequester(person, ticket);
    }

    /** The right to work on this ticket, as far as it comes with role, team and assignment. */
    public static boolean mayAct(Person person, Ticket ticket) {
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

    /** The fields a move cannot do without. */
    static List<String> requiredFields(TicketStatus from, TicketStatus to) {
        if (to == PENDING_INFO || to == ESCALATED || to == REOPENED) {
            return List.of("comment");
        }
        if (to == RESOLVED) {
            return List.of("resolutionCode", "resolution");
        }
        return closesUnworked(from, to) ? List.of("resolutionCode") : List.of();
    }

    /** What a person's form shows for a move, needed or not. */
    static List<String> offeredFields(TicketStatus from, TicketStatus to) {
        return from == NEW && to == OPEN ? List.of("assigneeId") : requiredFields(from, to);
    }

    static boolean closesUnworked(TicketStatus from, TicketStatus to) {
        return to == CLOSED && (from == NEW || from == OPEN || from == PENDING_INFO);
    }

    static void checkDetails(TicketStatus from, TicketStatus to, MoveDetails details) {
        TicketText.check("comment", details.comment());
        TicketText.check("resolution", details.resolution());
        var errors = new ArrayList<FieldError>();
        for (var field : requiredFields(from, to)) {
            if (isMissing(field, details)) {
                errors.add(new FieldError(field, "is needed for this step"));
            }
        }
        var code = details.resolutionCode();
        if (closesUnworked(from, to) && code != null && !code.isWithdrawal()) {
            errors.add(new FieldError("resolutionCode", "must be CANCELLED or DUPLICATE"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidException("VALIDATION_FAILED", "The step needs more than was given.", errors);
        }
    }

    private static boolean isMissing(String field, MoveDetails details) {
        return switch (field) {
            case "comment" -> isBlank(details.comment());
            case "resolution" -> isBlank(details.resolution());
            default -> details.resolutionCode() == null;
        };
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    static boolean isRequester(Person person, Ticket ticket) {
        return person.id().equals(ticket.requesterId());
    }

    static boolean isAssignee(Person person, Ticket ticket) {
        return person.id().equals(ticket.assigneeId());
    }
}
