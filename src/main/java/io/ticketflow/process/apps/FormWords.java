package io.ticketflow.process.apps;

import static java.util.ResourceBundle.Control.FORMAT_DEFAULT;

import io.ticketflow.sla.ServiceLevels.NextDeadline;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;

/** The labels of the form {@code ticket-move} in the language of its reader; English when there is no translation. */
class FormWords {

    private static final String LABEL = "label.";

    private final ResourceBundle words;
    private final DateTimeFormatter instants;

    FormWords(Locale language) {
        words = ResourceBundle.getBundle(
                "forms/ticket-move", language, ResourceBundle.Control.getNoFallbackControl(FORMAT_DEFAULT));
        instants = DateTimeFormatter.ofPattern(words.getString("deadline.instant"), languageOf(words))
                .withZone(ZoneOffset.UTC);
    }

    private static Locale languageOf(ResourceBundle words) {
        return words.getLocale().equals(Locale.ROOT) ? Locale.ENGLISH : words.getLocale();
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

    /** Which clock counts next, until when, whether it runs, and how much working time is left. */
    String deadline(Optional<NextDeadline> next) {
        return next.map(this::words).orElse(words.getString("deadline.none"));
    }

    private String words(NextDeadline next) {
        var clock = words.getString("deadline." + next.kind());
        var isLate = next.left().isNegative();
        var left = words.getString(isLate ? "deadline.late" : "deadline.left")
                .formatted(hours(next.left().abs()));
        if (!next.isRunning()) {
            return words.getString("deadline.paused").formatted(clock, left);
        }
        return words.getString("deadline.running").formatted(clock, instants.format(next.dueAt()), left);
    }

    private static String hours(Duration time) {
        var minutes = "%d min".formatted(time.toMinutesPart());
        return time.toHours() == 0 ? minutes : "%d h %s".formatted(time.toHours(), minutes);
    }

    String away(String fullName) {
        return words.getString("away").formatted(fullName);
    }
}
