package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a step, for all doors: whether the model offers it, whether this person may take it, and whether it has the needed fields. */
final class StepRules {

    private StepRules() {}

    /**
     * The chosen step, if it is allowed.
     *
     * @param offered the steps that the model version of the ticket offers at its stage
     * @param person the person who takes the step; null for the system, which may take every step and needs no fields
     * @param isSecondRequester see {@link Requesters}
     * @throws ConflictException ILLEGAL_TRANSITION with the keys of the offered steps
     * @throws ForbiddenException when the model offers the step, but this person may not take it
     * @throws InvalidException when a field is missing or wrong
     */
    static Transition chosen(
            Ticket ticket, List<Transition> offered, Step step, @Nullable Person person, boolean isSecondRequester) {
        var chosen = offered.stream()
                .filter(transition -> transition.key().equals(step.key()))
                .findFirst()
                .orElseThrow(() -> illegal(ticket, step.key(), offered));
        if (person != null) {
            if (!Rights.permits(person, ticket, chosen.status(), isSecondRequester)) {
                throw new ForbiddenException(
                        "NOT_YOUR_MOVE",
                        "You may not take the step \"%s\" on %s.".formatted(chosen.name(), ticket.number()));
            }
            checkDetails(ticket, chosen.status(), step.details());
        }
        return chosen;
    }

    static void checkAtRest(Ticket ticket) {
        if (!ticket.isAtRest()) {
            var held = ticket.openTasks().stream().map(OpenTask::name).collect(Collectors.joining(", "));
            throw new ConflictException(
                    "WAITING_FOR_TASK",
                    held.isEmpty()
                            ? ticket.number() + " is on its way to the next state. Try again in a moment."
                            : "%s waits for: %s.".formatted(ticket.number(), held));
        }
    }

    static ConflictException illegal(Ticket ticket, @Nullable String asked, List<Transition> offered) {
        var legal = offered.stream().map(Transition::key).distinct().toList();
        var wish = asked == null ? "No next step was given" : "\"%s\" is no next step".formatted(asked);
        return new ConflictException(
                "ILLEGAL_TRANSITION",
                "%s for %s, which is %s. Possible: %s."
                        .formatted(
                                wish,
                                ticket.number(),
                                ticket.status(),
                                legal.isEmpty() ? "none" : String.join(", ", legal)),
                Map.of("legal", legal));
    }

    /** The fields that a step needs. Every step that ends the wait for the requester says the answer, or why no answer is needed. */
    static List<String> requiredFields(Ticket ticket, TicketStatus to) {
        var staysSolved = ticket.status() == RESOLVED && to == RESOLVED;
        if (to == PENDING_INFO || to == ESCALATED || to == REOPENED || staysSolved) {
            return List.of("comment");
        }
        if (to == RESOLVED) {
            return List.of("resolutionCode", "resolution");
        }
        if (closesUnworked(ticket.status(), to)) {
            return List.of("resolutionCode");
        }
        return ticket.waitsForAnswer() ? List.of("comment") : List.of();
    }

    /** The fields that a form shows for a step, needed or optional. */
    static List<String> offeredFields(Ticket ticket, TicketStatus to) {
        return ticket.status() == NEW && to == OPEN ? List.of("assigneeId") : requiredFields(ticket, to);
    }

    static boolean closesUnworked(TicketStatus from, TicketStatus to) {
        return to == CLOSED && (from == NEW || from == OPEN || from == PENDING_INFO);
    }

    private static void checkDetails(Ticket ticket, TicketStatus to, MoveDetails details) {
        TicketText.check("comment", details.comment());
        TicketText.check("resolution", details.resolution());
        var errors = new ArrayList<FieldError>();
        for (var field : requiredFields(ticket, to)) {
            if (isMissing(field, details) && !(field.equals("comment") && ticket.isAnswered())) {
                errors.add(new FieldError(field, "is needed for this step"));
            }
        }
        var code = details.resolutionCode();
        if (closesUnworked(ticket.status(), to) && code != null && !code.isWithdrawal()) {
            errors.add(new FieldError("resolutionCode", "must be CANCELLED or DUPLICATE"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidException("VALIDATION_FAILED", "The step needs further fields.", errors);
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
        return text == null || !VisibleText.is(text);
    }
}
