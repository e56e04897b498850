package io.ticketflow.notification.channel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that is about to be sent.
 *
 * @param ticketId the ticket that it is about; mail programs show all mails about one ticket as one conversation; null when it is about none
 */
public record Mail(
        UUID id,
        String recipient,
        String subject,
        String text,
        @Nullable UUID ticketId) {}
