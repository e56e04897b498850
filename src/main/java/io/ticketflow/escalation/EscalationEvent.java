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
     */
    record Raised(
            UUID ticketId,
            UUID escalationId,
            int level,
            Trigger trigger,
            List<UUID> recipients,
            @Nullable String reason)
            implements EscalationEvent {

        public Raised {
            recipients = List.copyOf(recipients);
        }
    }

    record Acknowledged(UUID ticketId, UUID escalationId, Actor by) implements EscalationEvent {}
}
