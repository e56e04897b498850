package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Letter;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Message;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is right before it is sent.
 *
 * @param recipient the address that its reader has now
 * @param reader the person or the webhook whose limit it counts for; null for a mail about an account
 * @param title the title in the application, or the subject of a message that was written without templates
 * @param message of which templates and facts the words are made; null when title and body are the words
 * @param language the language of the person who gets it; English when it is for no single person
 * @param turnOff the address that turns off messages like this one; null when a person cannot
 * @param pressing whether it is about a ticket of the highest priority: no limit and no quiet hours hold it back
 * @param zone the time zone of the person who gets it; null when it is for no single person
 * @param readers the names of the people for whom a message goes to Slack; null by other channels
 * @param dueAt the next deadline of the ticket; null when there is none
 * @param enclosure the key of the file in the mail; null when there is none
 * @param objection why it must not be sent; null when it may
 */
record Due(
        UUID id,
        Channel channel,
        String recipient,
        @Nullable String reader,
        String title,
        String body,
        @Nullable Message message,
        Facts facts,
        Language language,
        @Nullable String turnOff,
        Letter.@Nullable About ticket,
        boolean pressing,
        @Nullable ZoneId zone,
        @Nullable String readers,
        @Nullable Instant dueAt,
        @Nullable String enclosure,
        @Nullable String objection) {

    /** The same, with the word whether its file is in the mail. */
    Due attached(boolean attached) {
        return new Due(
                id,
                channel,
                recipient,
                reader,
                title,
                body,
                message,
                facts.flag(Fact.ATTACHED, attached),
                language,
                turnOff,
                ticket,
                pressing,
                zone,
                readers,
                dueAt,
                enclosure,
                objection);
    }
}
