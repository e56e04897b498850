package io.ticketflow.sla;

import java.time.Instant;
import java.util.UUID;

/** What happened to a promise, published in the transaction in which it happened. */
public sealed interface SlaEvent {

    UUID ticketId();

    ClockKind kind();

    record Warned(UUID ticketId, ClockKind kind, Instant dueAt) implements SlaEvent {}

    record Breached(UUID ticketId, ClockKind kind, Instant dueAt) implements SlaEvent {}
}
