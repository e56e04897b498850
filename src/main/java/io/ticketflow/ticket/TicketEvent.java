package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a ticket. Published in the same transaction. */
public sealed interface TicketEvent {

    UUID ticketId();

    Actor by();

    /**
     * A person has submitted the ticket.
     *
     * @param watchers the people who watch it from the beginning
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
     * @param reason the question, the reason or the answer of the move
     */
    record Moved(
            UUID ticketId,
            TicketStatus from,
            TicketStatus to,
            @Nullable String reason,
            Instant at,
            Actor by) implements TicketEvent {}

    /** A step has left a state. The ticket reaches the next state at once, or after extra tasks of a process owner. */
    record StepTaken(UUID ticketId, TicketStatus from, TicketStatus to, Actor by) implements TicketEvent {}

    record Assigned(
            UUID ticketId, @Nullable UUID from, @Nullable UUID to, Actor by) implements TicketEvent {}

    /** A member of staff has answered for the first time. */
    record Responded(UUID ticketId, Instant at, Actor by) implements TicketEvent {}

    /**
     * A person has written a comment.
     *
     * @param headedFor the status to which the step leads with which the comment came; null for a comment without a step
     */
    record Commented(
            UUID ticketId,
            UUID commentId,
            Visibility visibility,
            String body,
            @Nullable TicketStatus headedFor,
            Actor by)
            implements TicketEvent {}

    /** A requester or watcher has attached a public file to a solved ticket. Staff have to look at it. */
    record AttachedToSolution(UUID ticketId, Actor by) implements TicketEvent {}

    /**
     * A ticket that is not solved was merged into this one, which takes over its promise. The lifecycle of the duplicate ends next.
     *
     * @param goesOn whether this ticket was solved or waited for its requester, and is worked on from now on
     */
    record TookOver(UUID ticketId, UUID duplicateId, boolean goesOn, Instant at, Actor by) implements TicketEvent {}

    /** Priority or category has changed, and so the promise. */
    record Reclassified(UUID ticketId, Priority from, Priority to, Category category, Instant at, Actor by)
            implements TicketEvent {}

    /** These texts should never have been written. Every listener blanks its copies for this ticket that equal one of them. */
    record Redacted(UUID ticketId, Set<String> texts, Actor by) implements TicketEvent {

        /** Leaves out the texts. */
        @Override
        public String toString() {
            return "Redacted[ticketId=%s]".formatted(ticketId);
        }
    }

    /** This file should never have been attached. The module that keeps it deletes it; its name is blanked already. */
    record FileRedacted(UUID ticketId, UUID attachmentId, Actor by) implements TicketEvent {}

    /** The ticket has another requester, who sees it from now on and is asked and told instead of the former one. */
    record RequesterChanged(UUID ticketId, UUID from, UUID to, Actor by) implements TicketEvent {}

    /** The model has reminded the requester, for whom the ticket waits. */
    record Reminded(UUID ticketId, Actor by) implements TicketEvent {}

    /** The ticket was deleted. No person is told, not even that it was closed for this. */
    record Deleted(UUID ticketId, Actor by) implements TicketEvent {}
}
