package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An edit: what is null stays as it is. */
public record TicketChanges(
        @Nullable String title,
        @Nullable String description,
        @Nullable Category category,
        @Nullable Priority priority,
        @Nullable List<String> tags) {

    boolean reclassifies(Ticket ticket) {
        return differs(category, ticket.category())
                || differs(priority, ticket.priority())
                || differs(tags, ticket.tags());
    }

    /** Changes the ticket and tells what changed, field by field. */
    boolean applyTo(Ticket ticket, Actor by, Instant now, Consumer<Fact> changed) {
        var facts = new ArrayList<Fact>();
        if (differs(title, ticket.title())) {
            facts.add(Fact.changed(Action.FIELD_CHANGED, "title", ticket.title(), title));
        }
        if (differs(description, ticket.description())) {
            facts.add(Fact.changed(Action.FIELD_CHANGED, "description", ticket.description(), description));
        }
        if (differs(tags, ticket.tags())) {
            facts.add(Fact.changed(Action.FIELD_CHANGED, "tags", ticket.tags(), tags));
        }
        if (!facts.isEmpty()) {
            var newTitle = Objects.requireNonNullElse(title, ticket.title());
            var newDescription = Objects.requireNonNullElse(description, ticket.description());
            var newTags = Objects.requireNonNullElse(tags, ticket.tags());
            TicketText.check(newTitle, newDescription, newTags);
            ticket.describe(newTitle, newDescription, newTags, now);
        }
        if (differs(category, ticket.category()) || differs(priority, ticket.priority())) {
            if (differs(category, ticket.category())) {
                facts.add(Fact.changed(Action.FIELD_CHANGED, "category", ticket.category(), category));
            }
            if (differs(priority, ticket.priority())) {
                facts.add(Fact.changed(Action.PRIORITY_CHANGED, "priority", ticket.priority(), priority));
            }
            ticket.classify(
                    Objects.requireNonNullElse(priority, ticket.priority()),
                    Objects.requireNonNullElse(category, ticket.category()),
                    by,
                    now);
        }
        facts.forEach(changed);
        return !facts.isEmpty();
    }

    private static boolean differs(@Nullable Object wished, Object present) {
        return wished != null && !wished.equals(present);
    }
}
