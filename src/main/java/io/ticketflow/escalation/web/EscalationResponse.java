package io.ticketflow.escalation.web;

import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.TicketSummary;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An escalation as clients see it. */
record EscalationResponse(
        UUID id,
        TicketSummary ticket,
        int level,
        Trigger trigger,
        @Nullable Role fromRole,
        Role toRole,
        @Nullable PersonRef target,
        @Nullable TeamRef team,
        @Nullable String reason,
        boolean handedOver,
        Instant raisedAt,
        @Nullable Instant acknowledgeBy,
        @Nullable PersonRef acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant closedAt,
        Escalation.State state,
        int timesTold) {

    record PersonRef(UUID id, String fullName) {}

    record TeamRef(UUID id, String name) {}
}
