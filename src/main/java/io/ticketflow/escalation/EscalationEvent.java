package io.ticketflow.escalation;

import io.ticketflow.platform.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells what happened to an escalation. Published in the same transaction. */
public sealed interface EscalationEvent {

    UUID ticketId();

    /**
     * People are called, for the first time or again.
     *
     * @param recipients all people to be told
     * @param channels the channels that the table named
     * @param by who caused the call; the system for a deadline
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
     * A person has acknowledged the escalation.
     *
     * @param called the people who had been called; they are told that they need not act
     */
    record Acknowledged(UUID ticketId, UUID escalationId, List<UUID> called, Actor by) implements EscalationEvent {

        public Acknowledged {
            called = List.copyOf(called);
        }
    }
}
