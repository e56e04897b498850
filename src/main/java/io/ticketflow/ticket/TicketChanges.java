package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An edit of a ticket; null members stay as they are. */
public record TicketChanges(
        @Nullable String title,
        @Nullable String description,
        @Nullable Category category,
        @Nullable Priority priority,
        @Nullable List<String> tags,
        @Nullable UUID requesterId) {

    public TicketChanges {
        tags = tags == null ? null : Tags.normalized(tags);
    }

    private static final Set<String> FIELDS = Set.of("title", "description", "category", "priority", "tags");

    /** An edit that leaves the requester. */
    public TicketChanges(
            @Nullable String title,
            @Nullable String description,
            @Nullable Category category,
            @Nullable Priority priority,
            @Nullable List<String> tags) {
        this(title, description, category, priority, tags, null);
    }

    boolean changesRequester(Ticket ticket) {
        return differs(requesterId, ticket.requesterId());
    }

    /** Whether the edit is about the requester alone. */
    boolean isOnlyOfRequester() {
        return requesterId != null
                && title == null
                && description == null
                && category == null
                && priority == null
                && tags == null;
    }

    boolean reclassifies(Ticket ticket) {
        return differs(category, ticket.category())
                || differs(priority, ticket.priority())
                || differs(tags, ticket.tags());
    }

    /** Changes the ticket and reports each changed field. */
    boolean applyTo(Ticket ticket, Actor by, Instant now, Consumer<Fact> changed) {
        var facts = new ArrayList<Fact>();
        if (differs(title, ticket.title())) {
            facts.add(Fact.changed(Action.FIELD_CHANGED, "title", ticket.title(), title));
        }
        if (differs(description, ticket.description())) {
            facts.add(Fact.changed(Action.FIELD_CHANGED, "description", ticket.description(), description));
        }
        if (differs(tags, ticket.tags())) {
            facts.add(Fact.changed(Action.FIELD_CHANGED, "tags", written(ticket.tags()), written(tags)));
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

    /** Whether a field of a history entry can be edited. */
    static boolean isField(String name) {
        return FIELDS.contains(name);
    }

    /** An edit of one field, from its value in the history. */
    static TicketChanges of(String field, String value) {
        return new TicketChanges(
                field.equals("title") ? value : null,
                field.equals("description") ? value : null,
                field.equals("category") ? Category.valueOf(value) : null,
                field.equals("priority") ? Priority.valueOf(value) : null,
                field.equals("tags") ? tagsIn(value) : null);
    }

    /** The present value of a field, in the form of the history. */
    static String present(Ticket ticket, String field) {
        return switch (field) {
            case "title" -> ticket.title();
            case "description" -> ticket.description();
            case "category" -> ticket.category().name();
            case "priority" -> ticket.priority().name();
            case "tags" -> written(ticket.tags());
            default -> throw new IllegalArgumentException(field + " is not edited");
        };
    }

    /** The form of tags in the history: one a line, because a tag has no line break. */
    private static String written(@Nullable List<String> tags) {
        return tags == null ? "" : String.join("\n", tags);
    }

    static List<String> tagsIn(String written) {
        return written.isEmpty() ? List.of() : List.of(written.split("\n", -1));
    }

    private static boolean differs(@Nullable Object wished, Object present) {
        return wished != null && !wished.equals(present);
    }
}
