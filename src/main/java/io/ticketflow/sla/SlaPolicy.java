package io.ticketflow.sla;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What we promise for a priority, in one version. An edit writes the next version. */
@Entity
@SuppressWarnings("UnusedVariable") // some columns are written for people and reports
@Immutable
@Table(name = "sla_policies")
@IdClass(SlaPolicy.Key.class)
class SlaPolicy {

    record Key(UUID id, int version) implements Serializable {}

    @Id
    private UUID id;

    @Id
    private int version;

    private String name;

    @Enumerated(EnumType.STRING)
    private Priority priority;

    @Enumerated(EnumType.STRING)
    private @Nullable Category category;

    private long responseSeconds;
    private long resolutionSeconds;
    private long escalateAfterSeconds;
    private int warnAtPercent;
    private boolean active;

    protected SlaPolicy() {}

    Key key() {
        return new Key(id, version);
    }

    Duration target(ClockKind kind) {
        return Duration.ofSeconds(kind == ClockKind.RESPONSE ? responseSeconds : resolutionSeconds);
    }

    /** How long a level has to acknowledge before the next one is called. */
    Duration escalateAfter() {
        return Duration.ofSeconds(escalateAfterSeconds);
    }

    int warnAtPercent() {
        return warnAtPercent;
    }
}
