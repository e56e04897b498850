package io.ticketflow.process.lifecycle;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Decides in whose Tasklist a state task appears, according to the ticket. A task whose model names an assignee or candidates of its own is left as it is. */
@Component
public class Assignees {

    private static final int PRIORITY_STEP = 25;

    private final Directory directory;
    private final ObjectProvider<Escalations> escalations;
    private final ObjectProvider<ServiceLevels> levels;
    private final ObjectProvider<Ownership> ownership;

    Assignees(
            Directory directory,
            ObjectProvider<Escalations> escalations,
            ObjectProvider<ServiceLevels> levels,
            ObjectProvider<Ownership> ownership) {
        this.directory = directory;
        this.escalations = escalations;
        this.levels = levels;
        this.ownership = ownership;
    }

    /** Sets assignee, owner and candidates of a state task that begins. */
    void fill(DelegateTask task, Ticket ticket) {
        task.setPriority(priorityOf(ticket.priority()));
        if (task.getDueDate() == null) {
            deadlineOf(ticket).ifPresent(task::setDueDate);
        }
        task.setOwner(ownerOf(ticket));
        if (task.getAssignee() != null || !task.getCandidates().isEmpty()) {
            return;
        }
        var assignee = assigneeOf(ticket);
        if (assignee != null) {
            task.setAssignee(assignee);
        }
        groupsOf(ticket).forEach(task::addCandidateGroup);
        if (ticket.status() == TicketStatus.ESCALATED) {
            called(ticket).forEach(task::addCandidateUser);
        }
    }

    /** Sets them again because a migration has given the open task another status. */
    void refit(DelegateTask task, Ticket ticket) {
        var assignee = assigneeOf(ticket);
        if (!Objects.equals(task.getAssignee(), assignee)) {
            task.setAssignee(assignee);
        }
        task.setOwner(ownerOf(ticket));
        var groups = groupsOf(ticket);
        for (var candidate : List.copyOf(task.getCandidates())) {
            if (candidate.getGroupId() != null && !groups.contains(candidate.getGroupId())) {
                task.deleteCandidateGroup(candidate.getGroupId());
            }
        }
        groups.forEach(task::addCandidateGroup);
    }

    /**
     * The open task follows when the ticket gets another assignee or team. Otherwise tasks of triage stay as they are, and a task that waits for another person
     * keeps that person. A person who claimed a task of triage or of an escalation, and may now take no step there, loses it, so that another can claim it.
     */
    void follow(Ticket ticket, TaskService tasks) {
        var task = tasks.createTaskQuery().taskId(ticket.taskId()).singleResult();
        var holder = task.getAssignee();
        if (!isDetermined(ticket) && holder != null && !mayKeep(holder, ticket)) {
            CurrentActor.as(Actor.SYSTEM, () -> {
                tasks.setAssignee(task.getId(), null);
                return holder;
            });
        }
        if (ticket.status() == TicketStatus.NEW) {
            return;
        }
        var assignee = assigneeOf(ticket);
        if (ticket.isAssigneesTurn() && !Objects.equals(task.getAssignee(), assignee)) {
            tasks.setAssignee(task.getId(), assignee);
        }
        giveOwner(ticket, tasks);
        offer(task.getId(), ticket, tasks);
    }

    /** {@code TaskService.setOwner} takes no null, which a waiting ticket without an assignee needs. */
    private void giveOwner(Ticket ticket, TaskService tasks) {
        var task = tasks.createTaskQuery().taskId(ticket.taskId()).singleResult();
        var owner = ownerOf(ticket);
        if (!Objects.equals(task.getOwner(), owner)) {
            task.setOwner(owner);
            tasks.saveTask(task);
        }
    }

    /** The open task follows when the ticket that waits for its requester gets another one. */
    void followRequester(Ticket ticket, TaskService tasks) {
        if (!ticket.waitsForRequester()) {
            return;
        }
        var task = tasks.createTaskQuery().taskId(ticket.taskId()).singleResult();
        var requester = assigneeOf(ticket);
        if (task.getAssignee() != null && !task.getAssignee().equals(requester)) {
            tasks.setAssignee(task.getId(), requester);
        }
    }

    /** A state that waits, and whose model names candidates of its own, keeps them. */
    private void offer(String taskId, Ticket ticket, TaskService tasks) {
        var present = tasks.getIdentityLinksForTask(taskId).stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (!ticket.isAssigneesTurn() && present.stream().noneMatch(Groups::isOfTeam)) {
            return;
        }
        var groups = groupsOf(ticket);
        present.stream()
                .filter(group -> !groups.contains(group))
                .forEach(group -> tasks.deleteCandidateGroup(taskId, group));
        groups.stream()
                .filter(group -> !present.contains(group))
                .forEach(group -> tasks.addCandidateGroup(taskId, group));
    }

    /** The open task follows when the ticket gets another priority or another deadline. */
    void reprioritise(Ticket ticket, TaskService tasks) {
        var task = tasks.createTaskQuery().taskId(ticket.taskId()).singleResult();
        task.setPriority(priorityOf(ticket.priority()));
        if (task.getDueDate() != null) {
            deadlineOf(ticket).ifPresent(task::setDueDate);
        }
        tasks.saveTask(task);
    }

    /** The deadline of the clock that runs. */
    private Optional<Date> deadlineOf(Ticket ticket) {
        return levels.getObject()
                .next(ticket.id())
                .filter(next -> next.isRunning() && !ticket.status().isWaiting())
                .map(next -> Date.from(next.dueAt()));
    }

    /** Whether the ticket's data determine the assignee of the task. Otherwise the task is offered to candidates, and the first one claims it. */
    public boolean isDetermined(Ticket ticket) {
        return ticket.waitsForRequester() || ticket.isAssigneesTurn();
    }

    /** Whether the person who holds a task that the ticket's data do not determine may take a step there. */
    public boolean mayKeep(String handle, Ticket ticket) {
        return directory
                .findByHandle(handle)
                .filter(person -> person.active() && ownership.getObject().hasStep(person, ticket))
                .isPresent();
    }

    /** The assignee of the state's task; null when it has none. */
    @Nullable
    public String assigneeOf(Ticket ticket) {
        UUID person = null;
        if (ticket.waitsForRequester()) {
            person = ticket.requesterId();
        } else if (ticket.isAssigneesTurn()) {
            person = ticket.assigneeId();
        }
        return person == null ? null : directory.person(person).handle();
    }

    /** The person to whom a waiting ticket will come back; null for a ticket that does not wait, or has no assignee. */
    private @Nullable String ownerOf(Ticket ticket) {
        var assignee = ticket.assigneeId();
        return assignee == null || !ticket.status().isWaiting()
                ? null
                : directory.person(assignee).handle();
    }

    /** The people who were called: one person, or all people of the role. */
    private List<String> called(Ticket ticket) {
        return escalations
                .getObject()
                .open(ticket.id())
                .map(open -> open.targetId() == null
                        ? directory.withRole(open.toRole())
                        : List.of(directory.person(open.targetId())))
                .orElse(List.of())
                .stream()
                .map(Person::handle)
                .toList();
    }

    /** The groups whose lists of tickets show the task. The team is always among them, also while the ticket waits for another person. */
    private Set<String> groupsOf(Ticket ticket) {
        var team = ticket.teamId() == null ? null : directory.team(ticket.teamId());
        if (ticket.isAssigneesTurn()) {
            return Set.of(team == null ? Groups.LEADS : Groups.of(team));
        }
        if (ticket.status() == TicketStatus.NEW) {
            return Set.of(team == null ? Groups.LEADS : Groups.leadsOf(team));
        }
        var groups = new LinkedHashSet<String>();
        if (team != null) {
            groups.add(Groups.of(team));
        }
        if (ticket.status() == TicketStatus.ESCALATED) {
            var called = escalationGroup(ticket, team);
            if (called != null) {
                groups.add(called);
            }
        }
        return groups;
    }

    private @Nullable String escalationGroup(Ticket ticket, @Nullable Team team) {
        var role = escalations
                .getObject()
                .open(ticket.id())
                .map(escalation -> escalation.toRole())
                .orElse(Role.TEAM_LEAD);
        return switch (role) {
            case ADMIN -> Groups.ADMINS;
            case MANAGER -> Groups.MANAGERS;
            case TEAM_LEAD -> team == null ? Groups.LEADS : Groups.leadsOf(team);
            default -> team == null ? null : Groups.of(team);
        };
    }

    /** Tasklist sorts by this number, highest first: P1 is 100, P4 is 25. */
    private static int priorityOf(Priority priority) {
        return priority.weight() * PRIORITY_STEP;
    }
}
