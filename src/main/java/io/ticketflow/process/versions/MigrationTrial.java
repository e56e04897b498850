package io.ticketflow.process.versions;

import static java.util.stream.Collectors.toMap;

import io.ticketflow.process.versions.ProcessViews.Timer;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.TicketStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.management.ActivityStatistics;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Tries a migration: for each activity with instances it really migrates one of them in a transaction, looks at the result, and rolls back. */
@Component
class MigrationTrial {

    /**
     * The expected result of a migration.
     *
     * @param running the number of instances on the former version
     */
    public record Report(String key, int from, int to, long running, List<ActivityReport> activities) {}

    /**
     * The expected result for the instances at one activity.
     *
     * @param becomes the activity where they would stand; null when there is no target
     * @param status the status of their tickets then; null when they have none, or cannot be migrated
     * @param droppedTimers the timers that would be deleted
     * @param newTimers the timers that would be created; all others keep their time
     * @param problem why they cannot be migrated; null when they can
     */
    public record ActivityReport(
            String id,
            @Nullable String name,
            long instances,
            @Nullable Target becomes,
            @Nullable TicketStatus status,
            List<Timer> droppedTimers,
            List<Timer> newTimers,
            @Nullable String problem) {}

    public record Target(String id, @Nullable String name) {}

    private record Outcome(
            @Nullable TicketStatus status,
            List<Timer> dropped,
            List<Timer> added,
            @Nullable String problem) {
        static Outcome impossible(String problem) {
            return new Outcome(null, List.of(), List.of(), problem);
        }
    }

    private final RuntimeService runtime;
    private final ManagementService statistics;
    private final RepositoryService repository;
    private final ProcessViews views;
    private final InstanceMove instance;
    private final Projection tickets;
    private final TransactionTemplate transaction;

    MigrationTrial(
            RuntimeService runtime,
            ManagementService statistics,
            RepositoryService repository,
            ProcessViews views,
            InstanceMove instance,
            Projection tickets,
            TransactionTemplate transaction) {
        this.runtime = runtime;
        this.statistics = statistics;
        this.repository = repository;
        this.views = views;
        this.instance = instance;
        this.tickets = tickets;
        this.transaction = transaction;
    }

    List<ActivityReport> activities(MigrationPlan plan) {
        var targets = plan.getInstructions().stream()
                .collect(toMap(MigrationInstruction::getSourceActivityId, MigrationInstruction::getTargetActivityId));
        return statistics.createActivityStatisticsQuery(plan.getSourceProcessDefinitionId()).list().stream()
                .filter(activity -> activity.getInstances() > 0)
                .map(activity -> report(plan, activity, targets))
                .toList();
    }

    private ActivityReport report(MigrationPlan plan, ActivityStatistics activity, Map<String, String> targets) {
        var target = targets.get(activity.getId());
        var outcome = outcome(plan, activity.getId());
        return new ActivityReport(
                activity.getId(),
                nameOf(plan.getSourceProcessDefinitionId(), activity.getId()),
                activity.getInstances(),
                target == null ? null : new Target(target, nameOf(plan.getTargetProcessDefinitionId(), target)),
                outcome.status(),
                outcome.dropped(),
                outcome.added(),
                outcome.problem());
    }

    private Outcome outcome(MigrationPlan plan, String activityId) {
        return runtime
                .createProcessInstanceQuery()
                .processDefinitionId(plan.getSourceProcessDefinitionId())
                .activityIdIn(activityId)
                .listPage(0, 1)
                .stream()
                .findFirst()
                .map(one -> outcome(plan, one))
                .orElseGet(() -> Outcome.impossible("Nothing stands here any more."));
    }

    private Outcome outcome(MigrationPlan plan, ProcessInstance one) {
        return Objects.requireNonNull(transaction.execute(trial -> {
            trial.setRollbackOnly();
            var before = views.timers(one.getId());
            try {
                instance.move(plan, one.getId(), one.getBusinessKey());
            } catch (RuntimeException impossible) {
                return Outcome.impossible(InstanceMove.problem(impossible));
            }
            var after = views.timers(one.getId());
            var status = instance.ticketOf(one.getBusinessKey())
                    .map(ticket -> tickets.locked(ticket).status())
                    .orElse(null);
            return new Outcome(status, without(before, after), without(after, before), null);
        }));
    }

    private static List<Timer> without(List<Timer> timers, List<Timer> others) {
        return timers.stream().filter(timer -> !others.contains(timer)).toList();
    }

    private @Nullable String nameOf(String definitionId, String activityId) {
        FlowElement element = repository.getBpmnModelInstance(definitionId).getModelElementById(activityId);
        return element == null ? null : element.getName();
    }
}
