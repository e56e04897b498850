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
import org.springframework.util.StringUtils;

/** One call on the escalation path: who was called for a ticket, why, and who acknowledged. */
@Entity
@SuppressWarnings("UnusedVariable") // some columns are written for people and reports
@Table(name = "escalations")
public class Escalation {

    /** The state of a call. */
    public enum State {
        OPEN,
        ACKNOWLEDGED,
        /** No person acknowledged before a higher level was called, or the ticket was resolved or closed. */
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

    /** @param told whether the called people are told; false when the next level is already due */
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
        return reason == null ? StringUtils.capitalize(note) : reason + " (" + note + ")";
    }

    /** Records that the top of the path was told again. A call that only told becomes a hand-over if this one hands over. */
    void toldAgain(Instant nextBy, boolean withTicket) {
        timesTold++;
        handedOver |= withTicket;
        acknowledgeByAt = nextBy;
    }

    /** Turns this call into a notice: it needs no acknowledgement, and no higher level is called. */
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

    /**
     * Allowed are the person who was called, the people of that role in the team, and people of a higher role; after a missed first response also the assignee.
     */
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

    /** Null when the ticket had no assignee. */
    public @Nullable Role fromRole() {
        return fromRole;
    }

    public @Nullable UUID teamId() {
        return teamId;
    }

    public @Nullable Instant acknowledgedAt() {
        return acknowledgedAt;
    }

    /** When a higher level was called, or the ticket was resolved or closed; null until then. */
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

    /** Null when all people of the role were called. */
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

    /** Null for a notice. */
    public @Nullable Instant acknowledgeBy() {
        return acknowledgeByAt;
    }

    public @Nullable UUID acknowledgedBy() {
        return acknowledgedBy;
    }

    /** 0 when no person was told, because the next level was already due. */
    public int timesTold() {
        return timesTold;
    }
}
