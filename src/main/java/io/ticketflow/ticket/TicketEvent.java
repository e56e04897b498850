package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a ticket, published in the transaction in which it happened. */
public sealed interface TicketEvent {

    UUID ticketId();

    Actor by();

    /**
     * Somebody has submitted it.
     *
     * @param watchers who follows it from the beginning
     */
    record Opened(UUID ticketId, Priority priority, Category category, List<UUID> watchers, Instant at, Actor by)
            implements TicketEvent {

        public Opened {
            watchers = List.copyOf(watchers);
        }
    }

    /**
     * The ticket has another status.
     *
     * @param reason the question, the reason or the answer that went with the move
     */
    record Moved(
            UUID ticketId,
            TicketStatus from,
            TicketStatus to,
            @Nullable String reason,
            Instant at,
            Actor by) implements TicketEvent {}

    /** A step was taken out of a state. The next one is reached at once, or after tasks that an owner drew between. */
    record StepTaken(UUID ticketId, TicketStatus from, TicketStatus to, Actor by) implements TicketEvent {}

    record Assigned(
            UUID ticketId, @Nullable UUID from, @Nullable UUID to, Actor by) implements TicketEvent {}

    /** A member of staff answered for the first time. */
    record Responded(UUID ticketId, Instant at, Actor by) implements TicketEvent {}

    record Commented(UUID ticketId, UUID commentId, Visibility visibility, String body, Actor by)
            implements TicketEvent {}

    /** Priority or category changed: the promise is another one. */
    record Reclassified(UUID ticketId, Priority from, Priority to, Category category, Instant at, Actor by)
            implements TicketEvent {}

    /** These texts should never have been written: whoever keeps one of them for this ticket, word for word, blanks it. */
    record Redacted(UUID ticketId, Set<String> texts, Actor by) implements TicketEvent {

        /** Without the texts. */
        @Override
        public String toString() {
            return "Redacted[ticketId=%s]".formatted(ticketId);
        }
    }

    /** This file should never have been handed over: the module that keeps it removes it. Its name is blanked already. */
    record FileRedacted(UUID ticketId, UUID attachmentId, Actor by) implements TicketEvent {}

    /** The model waits for the requester and reminds. */
    record Reminded(UUID ticketId, Actor by) implements TicketEvent {}

    /** It is gone, and nobody is to be told, not even that it was closed for this. */
    record Deleted(UUID ticketId, Actor by) implements TicketEvent {}
}
