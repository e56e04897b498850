package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Letter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is right before it is sent.
 *
 * @param recipient the address that its reader has now
 * @param reader the person or the webhook whose limit it counts for; null for a mail about an account
 * @param pressing whether it is about a ticket of the highest priority: no limit and no quiet hours hold it back
 * @param zone the time zone of the person who gets it; null when it is for no single person
 * @param readers the names of the people for whom a message goes to Slack; null by other channels
 * @param dueAt the next deadline of the ticket; null when there is none
 * @param objection why it must not be sent; null when it may
 */
record Due(
        UUID id,
        Channel channel,
        String recipient,
        @Nullable String reader,
        String title,
        String body,
        Letter.@Nullable About ticket,
        boolean pressing,
        @Nullable ZoneId zone,
        @Nullable String readers,
        @Nullable Instant dueAt,
        @Nullable String objection) {}
