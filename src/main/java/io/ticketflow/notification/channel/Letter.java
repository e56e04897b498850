package io.ticketflow.notification.channel;

import io.ticketflow.notification.Enclosures.Enclosure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that is about to be sent.
 *
 * @param id the same at every attempt, so that the recipient's program recognises a message that was sent twice
 * @param recipient a mail address, a telephone number, or the name of a webhook
 * @param ticket null when the message is about no ticket, or about several
 * @param turnOff the address that turns off mails about this event; null when the recipient cannot turn them off
 * @param aboutAccount whether the recipient asked for it, or has to know it: no mail program is to treat it as one of many
 * @param enclosure the file in a mail; null when there is none
 */
public record Letter(
        UUID id,
        String recipient,
        Content words,
        @Nullable About ticket,
        @Nullable String turnOff,
        boolean aboutAccount,
        @Nullable Enclosure enclosure) {

    /** A message without a file. */
    public Letter(
            UUID id,
            String recipient,
            Content words,
            @Nullable About ticket,
            @Nullable String turnOff,
            boolean aboutAccount) {
        this(id, recipient, words, ticket, turnOff, aboutAccount, null);
    }

    public Letter with(Enclosure file) {
        return new Letter(id, recipient, words, ticket, turnOff, aboutAccount, file);
    }

    public Letter withWords(Content others) {
        return new Letter(id, recipient, others, ticket, turnOff, aboutAccount, enclosure);
    }

    /**
     * The ticket that a message is about.
     *
     * @param teamId null while the ticket belongs to no team
     */
    public record About(UUID id, String number, @Nullable UUID teamId) {}
}
