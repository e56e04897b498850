package io.ticketflow.portal;

import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.Arrays;
import java.util.List;

/**
 * A step that the reader of a page may take, and what its form asks for.
 *
 * @param fields the fields of the form, in its order
 * @param required those that the step needs
 * @param codes the kinds of solution to choose from
 * @param comment what the comment is: an answer, a reply, or just a comment
 */
record OfferedStep(
        String key,
        String name,
        List<String> fields,
        List<String> required,
        List<ResolutionCode> codes,
        String comment) {

    static OfferedStep of(
            Transition step, List<String> fields, List<String> required, Ticket ticket, boolean readerIsRequester) {
        return new OfferedStep(
                step.key(),
                step.name(),
                fields,
                required,
                Arrays.stream(ResolutionCode.values())
                        .filter(code -> step.status() != TicketStatus.CLOSED || code.isWithdrawal())
                        .toList(),
                commentAt(ticket, readerIsRequester));
    }

    /** The question to which the comment is the answer, as in Tasklist's form. */
    private static String commentAt(Ticket ticket, boolean readerIsRequester) {
        if (ticket.status() == TicketStatus.PENDING_INFO && ticket.waitsForRequester()) {
            return readerIsRequester ? "answer" : "heard";
        }
        if (ticket.status() == TicketStatus.RESOLVED) {
            return ticket.waitsForRequester() ? "remark" : "reply";
        }
        return "comment";
    }
}
