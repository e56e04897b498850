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

/** The record of a decision that a table made: the table and its version, its inputs, the rule that matched, and the people who were considered. */
@Entity
@Table(name = "assignment_decisions")
public class Decision {

    /** What the table had to decide. */
    public enum Kind {
        ASSIGNMENT,
        ESCALATION
    }

    /** What the application did with the table's answer. */
    public enum Outcome {
        DECIDED,
        /** The table had an answer, but at the moment no person fits it. */
        NOBODY,
        /** The table could not be evaluated, or it named a team, skill or role that does not exist. */
        ROUTING_FAILED
    }

    /**
     * A person who was considered.
     *
     * @param openWork the weight of their open tickets, by priority, before this ticket
     * @param reason why the person was chosen or passed over
     */
    public record Candidate(UUID userId, String fullName, boolean chosen, long openWork, String reason) {}

    /**
     * The answer of a table.
     *
     * @param version null when the table could not be evaluated
     */
    public record Verdict(
            String table,
            @Nullable Integer version,
            Map<String, Object> inputs,
            @Nullable String ruleId,
            @Nullable String ruleDescription,
            Map<String, Object> outputs) {

        /** Stands for the case that no table answered. */
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

    /**
     * Sets the time of the decision to now, not to when the table was evaluated: {@link Strategy#ROUND_ROBIN} follows the order in which people were chosen.
     */
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

    /** What a reader should know beyond the rule: why routing failed, or why no person was found. */
    public @Nullable String reason() {
        return reason;
    }

    /** The person whom the decision chose. */
    public @Nullable UUID chosenId() {
        return chosenId;
    }
}
