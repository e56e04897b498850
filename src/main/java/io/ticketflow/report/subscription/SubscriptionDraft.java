package io.ticketflow.report.subscription;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to subscribe.
 *
 * @param zone null for the zone of the person
 */
public record SubscriptionDraft(
        String report,
        Rhythm rhythm,
        @Nullable String zone,
        Set<UUID> teams,
        Set<Priority> priorities,
        Set<Category> categories,
        Set<UUID> recipients) {

    public SubscriptionDraft {
        teams = Set.copyOf(teams);
        priorities = Set.copyOf(priorities);
        categories = Set.copyOf(categories);
        recipients = Set.copyOf(recipients);
    }
}
