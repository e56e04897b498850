package io.ticketflow.notification;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that leaves by mail now.
 *
 * @param ticketId mails about one ticket are one conversation; null when it is about none
 */
record Mail(
        UUID id,
        String recipient,
        String subject,
        String text,
        @Nullable UUID ticketId) {}
