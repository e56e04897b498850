package io.ticketflow.process.apps;

import static java.util.ResourceBundle.Control.FORMAT_DEFAULT;

import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The labels of the form {@code ticket-move} in the language of its reader; English when there is no translation. */
class FormWords {

    private static final String LABEL = "label.";

    private final ResourceBundle words;

    FormWords(Locale language) {
        words = ResourceBundle.getBundle(
                "forms/ticket-move", language, ResourceBundle.Control.getNoFallbackControl(FORMAT_DEFAULT));
    }

    /** The labels by the names that {@code processes/ticket-move.form} uses. What the field for the comment asks for depends on the state and the reader. */
    Map<String, String> labels(Ticket ticket, boolean readerIsRequester) {
        var labels = new LinkedHashMap<String, String>();
        words.keySet().stream()
                .filter(key -> key.startsWith(LABEL))
                .sorted()
                .forEach(key -> labels.put(key.substring(LABEL.length()), words.getString(key)));
        var comment = commentAt(ticket, readerIsRequester);
        if (!comment.isEmpty()) {
            labels.put("comment", words.getString(comment));
            labels.put("commentHint", words.getString(comment + ".hint"));
        }
        return labels;
    }

    /** The key of the question to which the comment is the answer; empty at states at which a comment has no special meaning. */
    private static String commentAt(Ticket ticket, boolean readerIsRequester) {
        if (ticket.status() == TicketStatus.PENDING_INFO && ticket.waitsForRequester()) {
            return readerIsRequester ? "answer" : "heard";
        }
        if (ticket.status() == TicketStatus.RESOLVED) {
            return ticket.waitsForRequester() ? "remark" : "reply";
        }
        return "";
    }

    String of(ResolutionCode code) {
        return words.getString("code." + code.name());
    }

    String away(String fullName) {
        return words.getString("away").formatted(fullName);
    }
}
