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

    Escalation(Call call, Rung rung, @Nullable Role fromRole, @Nullable UUID teamId, Instant now) {
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
        this.timesTold = 1;
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

    public int timesTold() {
        return timesTold;
    }
}
