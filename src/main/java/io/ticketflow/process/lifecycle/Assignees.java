package io.ticketflow.process.lifecycle;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateTask;
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

    Assignees(Directory directory, ObjectProvider<Escalations> escalations, ObjectProvider<ServiceLevels> levels) {
        this.directory = directory;
        this.escalations = escalations;
        this.levels = levels;
    }

    /** Sets assignee and candidates of a state task that begins. */
    void fill(DelegateTask task, Ticket ticket) {
        task.setPriority(priorityOf(ticket.priority()));
        if (task.getDueDate() == null) {
            var deadline = levels.getObject().nextDeadline(ticket.id());
            if (!ticket.status().isWaiting() && deadline.isBefore(ServiceLevels.NEVER)) {
                task.setDueDate(Date.from(deadline));
            }
        }
        if (task.getAssignee() != null || !task.getCandidates().isEmpty()) {
            return;
        }
        var assignee = assigneeOf(ticket);
        if (assignee != null) {
            task.setAssignee(assignee);
        }
        var group = groupOf(ticket);
        if (group != null) {
            task.addCandidateGroup(group);
        }
        if (ticket.status() == TicketStatus.ESCALATED) {
            escalationTarget(ticket).ifPresent(task::addCandidateUser);
        }
    }

    /** Sets them again because a migration has given the open task another status. */
    void refit(DelegateTask task, Ticket ticket) {
        var assignee = assigneeOf(ticket);
        if (!Objects.equals(task.getAssignee(), assignee)) {
            task.setAssignee(assignee);
        }
        var group = groupOf(ticket);
        for (var candidate : List.copyOf(task.getCandidates())) {
            if (candidate.getGroupId() != null && !candidate.getGroupId().equals(group)) {
                task.deleteCandidateGroup(candidate.getGroupId());
            }
        }
        if (group != null) {
            task.addCandidateGroup(group);
        }
    }

    /** The open task follows when the ticket gets another assignee or team. Tasks of triage, and tasks that wait for the requester, stay as they are. */
    void follow(Ticket ticket, TaskService tasks) {
        if (!ticket.isAssigneesTurn()) {
            return;
        }
        var task = tasks.createTaskQuery().taskId(ticket.taskId()).singleResult();
        var assignee = assigneeOf(ticket);
        if (!Objects.equals(task.getAssignee(), assignee)) {
            tasks.setAssignee(task.getId(), assignee);
        }
        var group = groupOf(ticket);
        var offered = false;
        for (var link : tasks.getIdentityLinksForTask(task.getId())) {
            var candidate = link.getGroupId();
            if (candidate != null && candidate.equals(group)) {
                offered = true;
            } else if (candidate != null) {
                tasks.deleteCandidateGroup(task.getId(), candidate);
            }
        }
        if (!offered && group != null) {
            tasks.addCandidateGroup(task.getId(), group);
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

    /** The open task follows when the ticket gets another priority, and so another deadline. */
    void reprioritise(Ticket ticket, TaskService tasks) {
        var task = tasks.createTaskQuery().taskId(ticket.taskId()).singleResult();
        task.setPriority(priorityOf(ticket.priority()));
        var deadline = levels.getObject().nextDeadline(ticket.id());
        if (task.getDueDate() != null && deadline.isBefore(ServiceLevels.NEVER)) {
            task.setDueDate(Date.from(deadline));
        }
        tasks.saveTask(task);
    }

    /** Whether the ticket's data determine the assignee of the task. Otherwise the task is offered to candidates, and the first one claims it. */
    public boolean isDetermined(Ticket ticket) {
        return ticket.waitsForRequester() || ticket.isAssigneesTurn();
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

    private Optional<String> escalationTarget(Ticket ticket) {
        return escalations
                .getObject()
                .open(ticket.id())
                .map(escalation -> escalation.targetId())
                .map(target -> directory.person(target).handle());
    }

    private @Nullable String groupOf(Ticket ticket) {
        var team = ticket.teamId() == null ? null : directory.team(ticket.teamId());
        if (ticket.isAssigneesTurn()) {
            return team == null ? Groups.LEADS : Groups.of(team);
        }
        return switch (ticket.status()) {
            case NEW -> team == null ? Groups.LEADS : Groups.leadsOf(team);
            case ESCALATED -> escalationGroup(ticket, team);
            default -> null;
        };
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
