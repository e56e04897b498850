package io.ticketflow.process.check;

import static io.ticketflow.process.check.Difference.Kind.ASLEEP;
import static io.ticketflow.process.check.Difference.Kind.ASSIGNEE;
import static io.ticketflow.process.check.Difference.Kind.INSTANCE_WITHOUT_TICKET;
import static io.ticketflow.process.check.Difference.Kind.STATUS;
import static io.ticketflow.process.check.Difference.Kind.TICKET_WITHOUT_INSTANCE;
import static io.ticketflow.process.check.Difference.Kind.TIMER;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.ticketflow.process.lifecycle.Assignees;
import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds tickets and process instances that contradict each other. There should never be any. Operators use it after they have restored a backup or changed the
 * database by hand, and tests use it after every act. It only reads.
 */
@Component
@NamedInterface("command-line")
public class Reconciliation {

    private static final int PAGE = 500;

    private final Projection tickets;
    private final Assignees assignees;
    private final ServiceLevels levels;
    private final LifecycleModels models;
    private final TimerFaults timerFaults;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ManagementService jobs;
    private final TransactionTemplate snapshot;

    Reconciliation(
            Projection tickets,
            Assignees assignees,
            ServiceLevels levels,
            LifecycleModels models,
            TimerFaults timerFaults,
            RuntimeService runtime,
            TaskService tasks,
            ManagementService jobs,
            PlatformTransactionManager transactions) {
        this.tickets = tickets;
        this.assignees = assignees;
        this.levels = levels;
        this.models = models;
        this.timerFaults = timerFaults;
        this.runtime = runtime;
        this.tasks = tasks;
        this.jobs = jobs;
        // Reads both sides at one instant, so that a change in progress is no difference.
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
    }

    /** Finds all differences. */
    public List<Difference> check() {
        var differences = new ArrayList<Difference>();
        @Nullable UUID after = null;
        do {
            after = checkTickets(after, differences);
        } while (after != null);
        for (var first = 0; checkInstances(first, differences); ) {
            first += PAGE;
        }
        return differences;
    }

    /** Checks a page of tickets. Answers its last ticket; null when it was the last page. */
    private @Nullable UUID checkTickets(@Nullable UUID after, List<Difference> differences) {
        return snapshot.execute(status -> {
            var page = tickets.open(after, PAGE);
            var engine = EngineSide.of(page, runtime, tasks, jobs);
            levels.readAhead(page.stream().map(Ticket::id).toList());
            page.forEach(ticket -> check(ticket, engine, differences));
            return page.size() < PAGE ? null : page.get(PAGE - 1).id();
        });
    }

    private void check(Ticket ticket, EngineSide engine, List<Difference> differences) {
        var instance = engine.instances().get(String.valueOf(ticket.processInstanceId()));
        if (instance == null) {
            differences.add(new Difference(
                    TICKET_WITHOUT_INSTANCE, ticket.number(), "is %s, but no process runs".formatted(ticket.status())));
            return;
        }
        if (!instance.getProcessDefinitionId().equals(ticket.processDefinitionId())) {
            differences.add(new Difference(STATUS, ticket.number(), "follows another version than its process"));
            return;
        }
        var open = engine.tasks().getOrDefault(instance.getId(), List.of());
        var armed = engine.jobs().getOrDefault(instance.getId(), List.of());
        var states = open.stream().filter(task -> statusOf(task) != null).toList();
        if (open.isEmpty() && armed.isEmpty()) {
            differences.add(new Difference(ASLEEP, ticket.number(), "no task and no job will ever move it on"));
        } else if (ticket.isAtRest() && states.size() == 1) {
            compare(ticket, states.get(0), armed, differences);
        } else if (ticket.isAtRest() || !states.isEmpty()) {
            differences.add(new Difference(
                    STATUS,
                    ticket.number(),
                    "is %s at %s, its process at %s".formatted(ticket.status(), ticket.stage(), names(states))));
        }
    }

    private void compare(Ticket ticket, Task state, List<Job> armed, List<Difference> differences) {
        var stage = ticket.stage();
        if (stage == null
                || !state.getId().equals(ticket.taskId())
                || !state.getTaskDefinitionKey().equals(stage.id())
                || statusOf(state) != ticket.status()) {
            differences.add(new Difference(
                    STATUS,
                    ticket.number(),
                    "is %s at %s, its process at %s".formatted(ticket.status(), stage, names(List.of(state)))));
            return;
        }
        if (assignees.isDetermined(ticket)) {
            if (!Objects.equals(state.getAssignee(), assignees.assigneeOf(ticket))) {
                differences.add(new Difference(
                        ASSIGNEE,
                        ticket.number(),
                        "belongs to %s, its task to %s".formatted(assignees.assigneeOf(ticket), state.getAssignee())));
            }
        } else if (state.getAssignee() != null && !assignees.mayKeep(state.getAssignee(), ticket)) {
            differences.add(new Difference(
                    ASSIGNEE,
                    ticket.number(),
                    "%s has the task \"%s\" and may take no step there; a lead of the team can give it back"
                            .formatted(state.getAssignee(), state.getName())));
        }
        timerFaults.of(ticket, armed).forEach(fault -> differences.add(new Difference(TIMER, ticket.number(), fault)));
    }

    private @Nullable TicketStatus statusOf(Task task) {
        return models.of(task.getProcessDefinitionId())
                .meaning(task.getTaskDefinitionKey())
                .map(StateMeaning::status)
                .orElse(null);
    }

    private static String names(List<Task> states) {
        return states.isEmpty() ? "none" : states.stream().map(Task::getName).collect(Collectors.joining(", "));
    }

    /** Answers whether there may be more instances. */
    private boolean checkInstances(int first, List<Difference> differences) {
        return Boolean.TRUE.equals(snapshot.execute(status -> {
            var page = runtime.createProcessInstanceQuery()
                    .processDefinitionKey(TicketLifecycle.PROCESS)
                    .orderByProcessInstanceId()
                    .asc()
                    .listPage(first, PAGE);
            var byNumber = tickets
                    .numbered(page.stream()
                            .map(instance -> String.valueOf(instance.getBusinessKey()))
                            .toList())
                    .stream()
                    .collect(toMap(Ticket::number, Function.identity()));
            page.forEach(instance -> check(instance, byNumber.get(instance.getBusinessKey()), differences));
            return page.size() == PAGE;
        }));
    }

    private static void check(ProcessInstance instance, @Nullable Ticket ticket, List<Difference> differences) {
        if (ticket == null || !instance.getId().equals(ticket.processInstanceId())) {
            differences.add(new Difference(
                    INSTANCE_WITHOUT_TICKET,
                    instance.getId(),
                    "runs for %s, which does not know it".formatted(instance.getBusinessKey())));
        } else if (ticket.status() == TicketStatus.CLOSED) {
            differences.add(new Difference(STATUS, ticket.number(), "is CLOSED, but its process runs"));
        }
    }

    /** The engine's data about some tickets, by process instance. */
    private record EngineSide(
            Map<String, ProcessInstance> instances, Map<String, List<Task>> tasks, Map<String, List<Job>> jobs) {

        static EngineSide of(List<Ticket> page, RuntimeService runtime, TaskService tasks, ManagementService jobs) {
            var ids = page.stream()
                    .map(Ticket::processInstanceId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            if (ids.isEmpty()) {
                return new EngineSide(Map.of(), Map.of(), Map.of());
            }
            return new EngineSide(
                    runtime.createProcessInstanceQuery().processInstanceIds(ids).list().stream()
                            .collect(toMap(ProcessInstance::getId, Function.identity())),
                    tasks.createTaskQuery().processInstanceIdIn(ids.toArray(String[]::new)).list().stream()
                            .collect(groupingBy(Task::getProcessInstanceId)),
                    jobs.createJobQuery().processInstanceIds(ids).list().stream()
                            .collect(groupingBy(Job::getProcessInstanceId)));
        }
    }
}
