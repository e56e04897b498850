package io.ticketflow.decision;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Why something was decided without a person: the table, its version, what it was asked, the rule that matched, and who was considered. */
@Entity
@Table(name = "assignment_decisions")
public class Decision {

    /** What was decided. */
    public enum Kind {
        ASSIGNMENT,
        ESCALATION
    }

    /** What came of it. */
    public enum Outcome {
        DECIDED,
        /** The table had an answer, but nobody fits it now. */
        NOBODY,
        /** The table could not be asked, or named what does not exist. */
        ROUTING_FAILED
    }

    /**
     * Somebody who was considered.
     *
     * @param openWork weighted by priority, before this ticket
     * @param reason why the person was chosen or passed over
     */
    public record Candidate(UUID userId, String fullName, boolean chosen, long openWork, String reason) {}

    /**
     * What a table answered.
     *
     * @param version null when the table could not be asked
     */
    public record Verdict(
            String table,
            @Nullable Integer version,
            Map<String, Object> inputs,
            @Nullable String ruleId,
            @Nullable String ruleDescription,
            Map<String, Object> outputs) {

        /** No table answered. */
        public static Verdict none(String table) {
            return new Verdict(table, null, Map.of(), null, null, Map.of());
        }

        public @Nullable String text(String output) {
            var value = outputs.get(output);
            return value == null || value.toString().isBlank() ? null : value.toString();
        }
    }

    @Id
    private UUID id;

    private UUID ticketId;
    private Instant at;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Enumerated(EnumType.STRING)
    private Outcome outcome;

    private String decisionTable;
    private @Nullable Integer tableVersion;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> inputs;

    private @Nullable String ruleId;
    private @Nullable String ruleDescription;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> outputs;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Candidate> candidates;

    private @Nullable String reason;
    private @Nullable UUID chosenId;

    protected Decision() {}

    Decision(UUID ticketId, Kind kind, Verdict verdict, Instant at) {
        this.id = Ids.next();
        this.ticketId = ticketId;
        this.at = at;
        this.kind = kind;
        this.outcome = Outcome.DECIDED;
        this.decisionTable = verdict.table();
        this.tableVersion = verdict.version();
        this.inputs = verdict.inputs();
        this.ruleId = verdict.ruleId();
        this.ruleDescription = verdict.ruleDescription();
        this.outputs = verdict.outputs();
        this.candidates = List.of();
    }

    /** Decided now, not when the table was asked: whoever takes turns is asked for by the order in which people were chosen. */
    Decision concluded(
            Outcome result, List<Candidate> considered, @Nullable UUID chosen, @Nullable String why, Instant now) {
        at = now;
        outcome = result;
        candidates = List.copyOf(considered);
        chosenId = chosen;
        reason = why;
        return this;
    }

    public UUID id() {
        return id;
    }

    public UUID ticketId() {
        return ticketId;
    }

    public Instant at() {
        return at;
    }

    public Kind kind() {
        return kind;
    }

    public Outcome outcome() {
        return outcome;
    }

    public Verdict verdict() {
        return new Verdict(decisionTable, tableVersion, inputs, ruleId, ruleDescription, outputs);
    }

    public List<Candidate> candidates() {
        return candidates;
    }

    /** What a person should know beyond the rule: why it failed, or why nobody was found. */
    public @Nullable String reason() {
        return reason;
    }

    /** The person it chose. */
    public @Nullable UUID chosenId() {
        return chosenId;
    }
}
