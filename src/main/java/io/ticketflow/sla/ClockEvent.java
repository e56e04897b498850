package io.ticketflow.sla;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An entry of a clock's ledger. */
@Entity
@SuppressWarnings("UnusedVariable") // people and reports read some columns
@Immutable
@Table(name = "sla_clock_events")
public class ClockEvent {

    public enum Type {
        STARTED,
        PAUSED,
        RESUMED,
        /** The ticket has another priority or category, so the clock follows another policy. */
        RETARGETED,
        WARNED,
        BREACHED,
        MET,
        STOPPED
    }

    @Id
    private UUID id;

    private UUID ticketId;

    @Enumerated(EnumType.STRING)
    private ClockKind kind;

    @Enumerated(EnumType.STRING)
    private Type type;

    private Instant at;
    private @Nullable String detail;

    protected ClockEvent() {}

    ClockEvent(SlaClock clock, Type type, Instant at, @Nullable String detail) {
        this.id = Ids.next();
        this.ticketId = clock.ticketId();
        this.kind = clock.kind();
        this.type = type;
        this.at = at;
        this.detail = detail;
    }

    public Type type() {
        return type;
    }

    public Instant at() {
        return at;
    }

    /** An explanation for people. */
    public @Nullable String detail() {
        return detail;
    }

    ClockKind kind() {
        return kind;
    }
}
