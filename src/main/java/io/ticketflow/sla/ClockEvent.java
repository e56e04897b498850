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

/** A line of a clock's ledger. */
@Entity
@SuppressWarnings("UnusedVariable") // some columns are written for people and reports
@Immutable
@Table(name = "sla_clock_events")
class ClockEvent {

    enum Type {
        STARTED,
        PAUSED,
        RESUMED,
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

    protected ClockEvent() {}

    ClockEvent(SlaClock clock, Type type, Instant at) {
        this.id = Ids.next();
        this.ticketId = clock.ticketId();
        this.kind = clock.kind();
        this.type = type;
        this.at = at;
    }
}
