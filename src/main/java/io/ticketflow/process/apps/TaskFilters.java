package io.ticketflow.process.apps;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.database.OneNodeAtATime;
import io.ticketflow.process.lifecycle.Groups;
import io.ticketflow.process.model.TicketLifecycle;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Creates the lists of Tasklist once, by name. Afterwards they belong to the people who may edit filters. */
@ActsByItself
@Component
class TaskFilters implements SmartInitializingSingleton {

    private static final List<Map<String, String>> CARD = List.of(
            Map.of("name", TicketLifecycle.NUMBER, "label", "Ticket"),
            Map.of("name", TicketLifecycle.TITLE, "label", "Title"));

    private final FilterService filters;
    private final TaskService tasks;
    private final AuthorizationService authorizations;
    private final OneNodeAtATime oneNodeAtATime;

    TaskFilters(
            FilterService filters,
            TaskService tasks,
            AuthorizationService authorizations,
            OneNodeAtATime oneNodeAtATime) {
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
        this.oneNodeAtATime = oneNodeAtATime;
    }

    @Override
    public void afterSingletonsInstantiated() {
        oneNodeAtATime.run(() -> {
            shared(
                    everybody(),
                    "My tickets",
                    "Tickets that wait for me",
                    10,
                    query().taskAssigneeExpression("${currentUser()}"));
            shared(
                    engineers(),
                    "My team's queue",
                    "Tickets without an assignee",
                    20,
                    query().taskCandidateGroupInExpression("${currentUserGroups()}")
                            .taskUnassigned());
            shared(
                    engineers(),
                    "Due soon",
                    "My team's tickets whose next deadline is within two hours, or past",
                    30,
                    query().taskCandidateGroupInExpression("${currentUserGroups()}")
                            .includeAssignedTasks()
                            .dueBeforeExpression("${dateTime().plusHours(2)}"));
            shared(
                    engineers(),
                    "Escalations",
                    "Tickets handed up that wait to be acknowledged",
                    40,
                    query().taskDefinitionKey("acknowledgeEscalation"));
        });
    }

    private TaskQuery query() {
        return tasks.createTaskQuery()
                .processDefinitionKey(TicketLifecycle.PROCESS)
                .orderByTaskPriority()
                .desc()
                .orderByDueDate()
                .asc();
    }

    private void shared(Authorization readers, String name, String description, int order, TaskQuery query) {
        if (filters.createTaskFilterQuery().filterName(name).count() > 0) {
            return;
        }
        var filter = filters.newTaskFilter(name)
                .setQuery(query)
                .setProperties(Map.of(
                        "description",
                        description,
                        "priority",
                        order,
                        "refresh",
                        true,
                        "showUndefinedVariable",
                        false,
                        "variables",
                        CARD));
        filters.saveFilter(filter);
        readers.setResource(Resources.FILTER);
        readers.setResourceId(filter.getId());
        readers.addPermission(Permissions.READ);
        authorizations.saveAuthorization(readers);
    }

    private Authorization everybody() {
        var everybody = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
        everybody.setUserId(Authorization.ANY);
        return everybody;
    }

    /** Requesters are in no group, and the engine's query for tasks of candidate groups fails without a group. */
    private Authorization engineers() {
        var engineers = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        engineers.setGroupId(Groups.ENGINEERS);
        return engineers;
    }
}
