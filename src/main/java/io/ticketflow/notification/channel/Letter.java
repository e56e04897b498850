package io.ticketflow.notification.channel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that is about to be sent.
 *
 * @param id the same at every attempt, so that the recipient's program recognises a message that was sent twice
 * @param recipient a mail address, a telephone number, or the name of a webhook
 * @param ticket null when the message is about no ticket, or about several
 */
public record Letter(
        UUID id, String recipient, Words words, @Nullable About ticket) {

    /**
     * The ticket that a message is about.
     *
     * @param teamId null while the ticket belongs to no team
     */
    public record About(UUID id, String number, @Nullable UUID teamId) {}
}
