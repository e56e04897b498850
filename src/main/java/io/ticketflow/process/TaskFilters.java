package io.ticketflow.process;

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

/** The lists of Tasklist: made once by name, then theirs who may edit filters. */
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
            shared("My tickets", "Tickets that wait for me", 10, query().taskAssigneeExpression("${currentUser()}"));
            shared(
                    "My team's queue",
                    "Tickets that nobody has taken yet",
                    20,
                    query().taskCandidateGroupInExpression("${currentUserGroups()}")
                            .taskUnassigned());
            shared(
                    "Due soon",
                    "My team's tickets whose next deadline is within two hours, or past",
                    30,
                    query().taskCandidateGroupInExpression("${currentUserGroups()}")
                            .includeAssignedTasks()
                            .dueBeforeExpression("${dateTime().plusHours(2)}"));
            shared(
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

    private void shared(String name, String description, int order, TaskQuery query) {
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
        var everybody = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
        everybody.setUserId(Authorization.ANY);
        everybody.setResource(Resources.FILTER);
        everybody.setResourceId(filter.getId());
        everybody.addPermission(Permissions.READ);
        authorizations.saveAuthorization(everybody);
    }
}
