package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Message;
import io.ticketflow.notification.template.Templates;
import io.ticketflow.ticket.TicketEvent;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Replaces redacted texts in notifications. A mail that waits reads its words from its notification when it is sent, so it is redacted, too. */
@Component
class RedactedNotifications {

    private static final String INSTEAD = "[redacted]";

    /** Matches the places where a message of a former version, which has no facts, quotes: at the beginning of a paragraph or after a name or a sentence, up to the end of the paragraph. */
    private static final String QUOTE = "(?<=\\A|\n\n|: |\\. )(?:%s)(?=\\z|\n\n)";

    /** A model's own message may have a ticket's text anywhere between its words. */
    private static final String BETWEEN_WORDS = "(?<![\\p{L}\\p{N}])(?:%s)(?![\\p{L}\\p{N}])";

    /** SQL: the statements also find rows that their recipients may no longer read, which the entity leaves out. */
    private final JdbcClient jdbc;

    private final Directory directory;
    private final Templates templates;

    RedactedNotifications(JdbcClient jdbc, Directory directory, Templates templates) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.templates = templates;
    }

    private record Told(
            UUID id,
            String title,
            String body,
            @Nullable String message,
            @Nullable String facts,
            UUID recipientId) {}

    @EventListener
    void on(TicketEvent.Redacted redacted) {
        quotesOf(redacted).ifPresent(quotes -> jdbc.sql("""
                        select id, title, body, message, facts::text as facts, recipient_id
                        from notifications where ticket_id = ?""")
                .param(redacted.ticketId())
                .query(Told.class)
                .list()
                .forEach(told -> blank(told, quotes)));
    }

    /** The redacted texts as they may stand in messages. */
    private record Quotes(Pattern quoted, Pattern betweenWords) {

        String blankedIn(String fact, Message message) {
            if (message == Message.NOTICE) {
                return betweenWords.matcher(fact).replaceAll(Matcher.quoteReplacement(INSTEAD));
            }
            return quoted.matcher(fact).matches() ? INSTEAD : fact;
        }
    }

    private static Optional<Quotes> quotesOf(TicketEvent.Redacted redacted) {
        var quotes = redacted.texts().stream()
                .map(Teller::quoted)
                .filter(quote -> !quote.isEmpty())
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return quotes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Quotes(
                        Pattern.compile(QUOTE.formatted(quotes)), Pattern.compile(BETWEEN_WORDS.formatted(quotes))));
    }

    private void blank(Told told, Quotes quotes) {
        var message = Optional.ofNullable(told.message()).flatMap(Message::called);
        if (message.isPresent() && told.facts() != null) {
            writeAnew(told, message.get(), Facts.ofJson(told.facts()), quotes);
            return;
        }
        var title = quotes.quoted().matcher(told.title()).replaceAll(INSTEAD);
        var body = quotes.quoted().matcher(told.body()).replaceAll(INSTEAD);
        if (!title.equals(told.title()) || !body.equals(told.body())) {
            jdbc.sql("update notifications set title = ?, body = ? where id = ?")
                    .params(title, body, told.id())
                    .update();
        }
    }

    private void writeAnew(Told told, Message message, Facts former, Quotes quotes) {
        var facts = former.withTexts(text -> quotes.blankedIn(text, message));
        if (!facts.equals(former)) {
            var reader = directory.person(told.recipientId());
            var words = templates.words(message, facts, Language.of(reader.locale()), reader.timezone());
            jdbc.sql("update notifications set title = ?, body = ?, facts = cast(? as jsonb) where id = ?")
                    .params(words.subject(), words.text(), facts.toJson(), told.id())
                    .update();
        }
    }
}
