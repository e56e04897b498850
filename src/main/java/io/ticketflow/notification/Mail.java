package io.ticketflow.notification;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is ready to leave by mail.
 *
 * @param attempts how often it was tried, this time included
 * @param ticketId mails about one ticket are one conversation; null when it is about none
 */
record Mail(
        UUID id,
        int attempts,
        String recipient,
        String subject,
        String text,
        @Nullable UUID ticketId) {}
