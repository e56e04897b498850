package io.ticketflow.escalation;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One call up the path: who was asked to take a ticket on, why, and who did. */
@Entity
@SuppressWarnings("UnusedVariable") // some columns are written for people and reports
@Table(name = "escalations")
public class Escalation {

    /** How it stands. */
    public enum State {
        OPEN,
        ACKNOWLEDGED,
        /** Nobody took it on before a higher level was called, or the ticket was solved or closed. */
        CLOSED
    }

    @Id
    private UUID id;

    private UUID ticketId;
    private int level;

    @Enumerated(EnumType.STRING)
    private Trigger trigger;

    @Enumerated(EnumType.STRING)
    private @Nullable Role fromRole;

    @Enumerated(EnumType.STRING)
    private Role toRole;

    private @Nullable UUID targetId;
    private @Nullable UUID teamId;
    private @Nullable String reason;
    private boolean handedOver;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> channels;

    private Instant raisedAt;
    private @Nullable Instant acknowledgeByAt;
    private @Nullable UUID acknowledgedBy;
    private @Nullable Instant acknowledgedAt;
    private @Nullable Instant closedAt;
    private int timesTold;

    @Version
    private @Nullable Long version;

    protected Escalation() {}

    /** @param told whether anybody hears of it; not when the level above is due already */
    Escalation(Call call, Rung rung, @Nullable Role fromRole, @Nullable UUID teamId, boolean told, Instant now) {
        this.id = Ids.next();
        this.ticketId = call.ticketId();
        this.level = rung.level();
        this.trigger = call.trigger();
        this.fromRole = fromRole;
        this.toRole = rung.role();
        this.targetId = rung.target() == null ? null : rung.target().id();
        this.teamId = teamId;
        this.reason = rung.note() == null ? call.reason() : join(call.reason(), rung.note());
        this.handedOver = call.handOver();
        this.channels = List.copyOf(call.channels());
        this.raisedAt = now;
        this.acknowledgeByAt = call.acknowledgeBy();
        this.timesTold = told ? 1 : 0;
    }

    private static String join(@Nullable String reason, String note) {
        return reason == null ? note : reason + " (" + note + ")";
    }

    /** The top of the path is told again on the same row; told first and handed over later, it is handed over. */
    void toldAgain(Instant nextBy, boolean withTicket) {
        timesTold++;
        handedOver |= withTicket;
        acknowledgeByAt = nextBy;
    }

    /** For attention only: there is nothing to acknowledge, and no level above is called. */
    void isNotice() {
        handedOver = false;
        acknowledgeByAt = null;
        closedAt = raisedAt;
    }

    void acknowledge(UUID person, Instant now) {
        acknowledgedBy = person;
        acknowledgedAt = now;
    }

    void close(Instant now) {
        closedAt = now;
    }

    /** The target, anyone of that role in the team, or a higher role; for a missed first response the assignee, too. */
    boolean mayBeAcknowledgedBy(Person person, @Nullable UUID assigneeId) {
        if (person.id().equals(targetId) || person.role().compareTo(toRole) > 0) {
            return true;
        }
        var ofThatRole = person.role() == toRole
                && (toRole.isAtLeast(Role.MANAGER) || teamId == null || person.isInTeam(teamId));
        return ofThatRole || (trigger == Trigger.RESPONSE_BREACH && person.id().equals(assigneeId));
    }

    public UUID id() {
        return id;
    }

    public UUID ticketId() {
        return ticketId;
    }

    /** Null: nobody had it. */
    public @Nullable Role fromRole() {
        return fromRole;
    }

    public @Nullable UUID teamId() {
        return teamId;
    }

    public @Nullable Instant acknowledgedAt() {
        return acknowledgedAt;
    }

    /** When a higher level was called, or the ticket was solved or closed; null while it stands open. */
    public @Nullable Instant closedAt() {
        return closedAt;
    }

    public State state() {
        if (acknowledgedBy != null) {
            return State.ACKNOWLEDGED;
        }
        return closedAt == null ? State.OPEN : State.CLOSED;
    }

    public int level() {
        return level;
    }

    public Trigger trigger() {
        return trigger;
    }

    public Role toRole() {
        return toRole;
    }

    /** Null: everybody of the role. */
    public @Nullable UUID targetId() {
        return targetId;
    }

    public @Nullable String reason() {
        return reason;
    }

    public boolean handedOver() {
        return handedOver;
    }

    public Instant raisedAt() {
        return raisedAt;
    }

    /** Null when nobody is asked to acknowledge. */
    public @Nullable Instant acknowledgeBy() {
        return acknowledgeByAt;
    }

    public @Nullable UUID acknowledgedBy() {
        return acknowledgedBy;
    }

    /** 0: the next level was overdue already. */
    public int timesTold() {
        return timesTold;
    }
}
