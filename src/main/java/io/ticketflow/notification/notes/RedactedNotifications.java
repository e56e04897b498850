package io.ticketflow.notification.notes;

import io.ticketflow.ticket.TicketEvent;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Replaces redacted texts in notifications. A mail that waits reads its words from its notification when it is sent, so it is redacted, too. */
@Component
class RedactedNotifications {

    private static final String INSTEAD = "[redacted]";

    /** Matches the places where {@link Notifier} quotes: at the beginning of a paragraph or after a name or a sentence, up to the end of the paragraph. */
    private static final String QUOTE = "(?<=\\A|\n\n|: |\\. )(?:%s)(?=\\z|\n\n)";

    /** SQL: the statements also find rows that their recipients may no longer read, which the entity leaves out. */
    private final JdbcClient jdbc;

    RedactedNotifications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Told(UUID id, String title, String body) {}

    @EventListener
    void on(TicketEvent.Redacted redacted) {
        quotesOf(redacted).ifPresent(quotes -> jdbc.sql("select id, title, body from notifications where ticket_id = ?")
                .param(redacted.ticketId())
                .query(Told.class)
                .list()
                .forEach(told -> blank(told, quotes)));
    }

    private static Optional<Pattern> quotesOf(TicketEvent.Redacted redacted) {
        var quotes = redacted.texts().stream()
                .map(Notifier::quoted)
                .filter(quote -> !quote.isEmpty())
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return quotes.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(QUOTE.formatted(quotes)));
    }

    private void blank(Told told, Pattern quotes) {
        var title = quotes.matcher(told.title()).replaceAll(INSTEAD);
        var body = quotes.matcher(told.body()).replaceAll(INSTEAD);
        if (!title.equals(told.title()) || !body.equals(told.body())) {
            jdbc.sql("update notifications set title = ?, body = ? where id = ?")
                    .params(title, body, told.id())
                    .update();
        }
    }
}
