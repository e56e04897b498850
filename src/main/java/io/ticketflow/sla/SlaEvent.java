package io.ticketflow.sla;

import java.time.Instant;
import java.util.UUID;

/** Tells what happened to a promise. Published in the same transaction. */
public sealed interface SlaEvent {

    UUID ticketId();

    ClockKind kind();

    record Warned(UUID ticketId, ClockKind kind, Instant dueAt) implements SlaEvent {}

    record Breached(UUID ticketId, ClockKind kind, Instant dueAt) implements SlaEvent {}
}
