package io.ticketflow.process.tables;

import static io.ticketflow.process.model.TicketLifecycle.DECISION_ERROR;
import static io.ticketflow.process.model.TicketLifecycle.DECISION_ID;
import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_TRIGGER;

import io.ticketflow.decision.Decision.Kind;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decision.Verdict;
import io.ticketflow.decision.Decisions;
import io.ticketflow.identity.Directory;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Prepares the inputs of decision tables and records their answers: every table gets the ticket's fields, and the decision record gets the rule that matched.
 */
@Component
public class TableVerdicts {

    private final TicketInstances instances;
    private final Projection tickets;
    private final Decisions decisions;
    private final Directory directory;
    private final EvaluatedTables tables;
    private final ObjectProvider<RepositoryService> repository;

    TableVerdicts(
            TicketInstances instances,
            Projection tickets,
            Decisions decisions,
            Directory directory,
            EvaluatedTables tables,
            ObjectProvider<RepositoryService> repository) {
        this.instances = instances;
        this.tickets = tickets;
        this.decisions = decisions;
        this.directory = directory;
        this.tables = tables;
        this.repository = repository;
    }

    /** A business rule task begins. Its table may use any field of the ticket. */
    public void offerInputs(DelegateExecution execution) {
        instances.find(execution).ifPresent(ticketId -> {
            // Removes a decision id that a person has set by hand, because this table has not answered yet.
            execution.removeVariable(DECISION_ID);
            execution.removeVariable(DECISION_ERROR);
            inputs(tickets.locked(ticketId), execution.getVariable(ESCALATION_TRIGGER))
                    .forEach((name, value) -> execution.setVariableLocal(name, Variables.untypedValue(value, true)));
        });
    }

    /** The fields of a ticket by the names that tables use; docs/process-owners.md lists them. */
    public Map<String, Object> inputs(Ticket ticket, @Nullable Object trigger) {
        var inputs = new HashMap<String, Object>();
        inputs.put("category", ticket.category().name());
        inputs.put("priority", ticket.priority().name());
        inputs.put("title", ticket.title());
        inputs.put("tags", ticket.tags());
        inputs.put("level", ticket.escalationLevel());
        inputs.put(
                "requesterRole", directory.person(ticket.requesterId()).role().name());
        if (trigger != null) {
            inputs.put("trigger", trigger);
        }
        return inputs;
    }

    /** The table has answered. Writes the decision record, whose id the next task reads. */
    public void record(DelegateExecution execution, EvaluatedTable evaluated) {
        instances
                .find(execution)
                .ifPresent(ticketId -> execution.setVariable(
                        DECISION_ID, record(ticketId, evaluated).toString()));
    }

    /** Evaluates a table outside of a process, and records its answer or the reason of its failure. */
    UUID ask(Ticket ticket, String table, @Nullable String trigger) {
        try {
            return record(ticket.id(), tables.evaluate(table, inputs(ticket, trigger)));
        } catch (BrokenTableException broken) {
            var record = decisions.decided(ticket.id(), kindOf(table), Verdict.none(table));
            decisions.conclude(record, Outcome.ROUTING_FAILED, List.of(), null, String.valueOf(broken.getMessage()));
            return record;
        }
    }

    public UUID record(UUID ticketId, EvaluatedTable evaluated) {
        var verdict = new Verdict(
                evaluated.key(),
                evaluated.version(),
                evaluated.inputs(),
                evaluated.ruleId(),
                descriptionOf(evaluated),
                evaluated.outputs());
        return decisions.decided(ticketId, kindOf(evaluated.key()), verdict);
    }

    private static Kind kindOf(String table) {
        return table.equals(TicketLifecycle.ESCALATION_TABLE) ? Kind.ESCALATION : Kind.ASSIGNMENT;
    }

    private @Nullable String descriptionOf(EvaluatedTable evaluated) {
        if (evaluated.ruleId() == null) {
            return null;
        }
        Rule rule = repository
                .getObject()
                .getDmnModelInstance(evaluated.definitionId())
                .getModelElementById(evaluated.ruleId());
        return rule == null || rule.getDescription() == null
                ? null
                : rule.getDescription().getTextContent().strip();
    }

    /** The answer of the table before this task, or the reason of its failure. Removes both from the process. */
    public Answer take(DelegateExecution execution) {
        var answer = new Answer(
                Optional.ofNullable((String) execution.getVariable(DECISION_ID)).map(UUID::fromString),
                Optional.ofNullable(execution.getVariable(DECISION_ERROR))
                        .map(reason -> BrokenTableException.words(reason.toString())));
        execution.removeVariable(DECISION_ID);
        execution.removeVariable(DECISION_ERROR);
        return answer;
    }

    record Answer(Optional<UUID> decisionId, Optional<String> error) {

        /** The reason why there is no decision. */
        Optional<String> failure() {
            return error.or(() -> decisionId.isPresent() ? Optional.empty() : Optional.of("The table gave no answer."));
        }
    }
}
