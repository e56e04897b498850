package io.ticketflow.report.subscription;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A report that people get as mail.
 *
 * @param teams of whose tickets the report is; empty for all, of a lead only their own. Priorities and categories likewise
 * @param nextAt when the next mails are written
 */
public record Subscription(
        UUID id,
        UUID ownerId,
        String report,
        Rhythm rhythm,
        ZoneId zone,
        Set<UUID> teams,
        Set<Priority> priorities,
        Set<Category> categories,
        List<UUID> recipients,
        Instant nextAt,
        Instant createdAt) {

    public Subscription {
        teams = Set.copyOf(teams);
        priorities = Set.copyOf(priorities);
        categories = Set.copyOf(categories);
        recipients = List.copyOf(recipients);
    }
}
