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
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The promises for a priority, in one version. An edit writes the next version; running clocks keep theirs. */
@Entity
@SuppressWarnings("UnusedVariable") // people and reports read some columns
@Table(name = "sla_policies")
@IdClass(SlaPolicy.Key.class)
public class SlaPolicy {

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
    private @Nullable UUID calendarId;
    private boolean active;
    private Instant createdAt;
    private @Nullable UUID createdBy;

    protected SlaPolicy() {}

    SlaPolicy(UUID id, int version, PolicyDraft draft, @Nullable UUID by, Instant now) {
        this.id = id;
        this.version = version;
        this.name = draft.name();
        this.priority = draft.priority();
        this.category = draft.category();
        this.responseSeconds = draft.responseTarget().toSeconds();
        this.resolutionSeconds = draft.resolutionTarget().toSeconds();
        this.escalateAfterSeconds = draft.escalateAfter().toSeconds();
        this.warnAtPercent = draft.warnAtPercent();
        this.calendarId = draft.calendarId();
        this.active = true;
        this.createdAt = now;
        this.createdBy = by;
    }

    /** New clocks do not follow a retired version. */
    void retire() {
        active = false;
    }

    Key key() {
        return new Key(id, version);
    }

    /** In working time of the policy's calendar. */
    public Duration target(ClockKind kind) {
        return Duration.ofSeconds(kind == ClockKind.RESPONSE ? responseSeconds : resolutionSeconds);
    }

    /** How long a level has to acknowledge before the next one is called, in working time. */
    public Duration escalateAfter() {
        return Duration.ofSeconds(escalateAfterSeconds);
    }

    public UUID id() {
        return id;
    }

    public int version() {
        return version;
    }

    public String name() {
        return name;
    }

    public Priority priority() {
        return priority;
    }

    /** Null for all categories without a policy of their own. */
    public @Nullable Category category() {
        return category;
    }

    public int warnAtPercent() {
        return warnAtPercent;
    }

    /** Null for around the clock. */
    public @Nullable UUID calendarId() {
        return calendarId;
    }

    public boolean active() {
        return active;
    }
}
