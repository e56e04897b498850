package io.ticketflow.process.versions;

import io.ticketflow.platform.NotFoundException;
import io.ticketflow.ticket.Ticket;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.management.JobDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows where a ticket stands in its model, as the engine says. */
@Component
public class ProcessViews {

    /** A ticket in the version of the model on which it runs. */
    public record ProcessView(
            String definitionKey,
            int version,
            List<Activity> activeActivities,
            List<Timer> timers,
            List<Passed> path) {}

    public record Activity(String id, String name) {}

    /** A waiting timer; lists begin with the next one. */
    public record Timer(String activityId, Instant dueAt) {}

    /** A task that the ticket was at; lists begin with the oldest. */
    public record Passed(
            String id,
            String name,
            Instant enteredAt,
            @Nullable Instant leftAt) {}

    private final RepositoryService repository;
    private final TaskService tasks;
    private final ManagementService jobs;
    private final HistoryService history;

    ProcessViews(RepositoryService repository, TaskService tasks, ManagementService jobs, HistoryService history) {
        this.repository = repository;
        this.tasks = tasks;
        this.jobs = jobs;
        this.history = history;
    }

    /**
     * Shows the process of the ticket.
     *
     * @throws NotFoundException if the ticket has no process: it was loaded without one, or its version of the model is not in the database
     */
    public ProcessView of(Ticket ticket) {
        var instance = ticket.processInstanceId();
        var definition = versionOf(ticket);
        // In a query of the engine, null as an id selects everything.
        if (instance == null || definition == null) {
            throw new NotFoundException("NO_PROCESS", "Ticket %s has no process instance.".formatted(ticket.number()));
        }
        return new ProcessView(
                definition.getKey(), definition.getVersion(), active(instance), timers(instance), path(instance));
    }

    private @Nullable ProcessDefinition versionOf(Ticket ticket) {
        var id = ticket.processDefinitionId();
        return id == null
                ? null
                : repository
                        .createProcessDefinitionQuery()
                        .processDefinitionId(id)
                        .singleResult();
    }

    private List<Activity> active(String instance) {
        var open = tasks.createTaskQuery().processInstanceId(instance).list().stream()
                .map(task -> new Activity(task.getTaskDefinitionKey(), task.getName()))
                .toList();
        return open;
    }

    /** The waiting timers of an instance, the next first. */
    public List<Timer> timers(String instance) {
        return jobs.createJobQuery().processInstanceId(instance).timers().list().stream()
                .map(job -> new Timer(
                        activityOf(job.getJobDefinitionId()), job.getDuedate().toInstant()))
                .sorted(Comparator.comparing(Timer::dueAt))
                .toList();
    }

    private String activityOf(String jobDefinitionId) {
        JobDefinition definition =
                jobs.createJobDefinitionQuery().jobDefinitionId(jobDefinitionId).singleResult();
        return definition.getActivityId();
    }

    private List<Passed> path(String instance) {
        return history
                .createHistoricTaskInstanceQuery()
                .processInstanceId(instance)
                .orderByHistoricActivityInstanceStartTime()
                .asc()
                .list()
                .stream()
                .map(task -> new Passed(
                        task.getTaskDefinitionKey(),
                        task.getName(),
                        task.getStartTime().toInstant(),
                        instantOf(task.getEndTime())))
                .toList();
    }

    private static @Nullable Instant instantOf(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
