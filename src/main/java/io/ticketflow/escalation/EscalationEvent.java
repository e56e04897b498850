package io.ticketflow.escalation;

import io.ticketflow.platform.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to an escalation, published in the transaction in which it happened. */
public sealed interface EscalationEvent {

    UUID ticketId();

    /**
     * Somebody is called, for the first time or again.
     *
     * @param recipients everybody to be told
     * @param channels the ways to tell them, as the table decided
     * @param by whose act it follows from; the system for a deadline
     */
    record Raised(
            UUID ticketId,
            UUID escalationId,
            int level,
            Trigger trigger,
            List<UUID> recipients,
            List<String> channels,
            @Nullable String reason,
            Actor by)
            implements EscalationEvent {

        public Raised {
            recipients = List.copyOf(recipients);
            channels = List.copyOf(channels);
        }
    }

    /**
     * Somebody has taken it on.
     *
     * @param called whose turn it was, so that they know that it is over
     */
    record Acknowledged(UUID ticketId, UUID escalationId, List<UUID> called, Actor by) implements EscalationEvent {

        public Acknowledged {
            called = List.copyOf(called);
        }
    }
}
