package io.ticketflow.process.apps;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.database.OneNodeAtATime;
import io.ticketflow.process.lifecycle.Groups;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.FilterExpressions;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.db.HasDbRevision;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Creates the lists of Tasklist that are missing, by name. A list of an earlier version is renewed, unless a person who may edit filters has changed it. The
 * lists have no order of their own: Tasklist would show another one than the list has, and could not change it.
 */
@ActsByItself
@Component
class TaskFilters implements SmartInitializingSingleton {

    /** Goes up with each change to the lists below. */
    private static final int VERSION = 2;

    /**
     * The prefix of a property's name; the id of the filter follows. The value is the version of the list and the revision of the row when we wrote it. Lists of
     * version 1 have no property.
     */
    private static final String OURS = "ticketflow.list.";

    private static final List<Map<String, String>> CARD = List.of(
            Map.of("name", TicketLifecycle.NUMBER, "label", "Ticket"),
            Map.of("name", TicketLifecycle.TITLE, "label", "Title"));

    private static final String ME = "${currentUser()}";
    private static final String MY_GROUPS = "${currentUserGroups()}";
    private static final String IN_MY_CARE = "${%s()}".formatted(FilterExpressions.GROUPS_IN_MY_CARE);

    private final FilterService filters;
    private final TaskService tasks;
    private final AuthorizationService authorizations;
    private final ManagementService properties;
    private final OneNodeAtATime oneNodeAtATime;

    TaskFilters(
            FilterService filters,
            TaskService tasks,
            AuthorizationService authorizations,
            ManagementService properties,
            OneNodeAtATime oneNodeAtATime) {
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
        this.properties = properties;
        this.oneNodeAtATime = oneNodeAtATime;
    }

    /**
     * A list of Tasklist.
     *
     * @param formerName the name in an earlier version; null if it is the same
     * @param forStaff whether only staff see it. Requesters are in no group, and the engine's query for tasks of candidate groups fails without a group
     */
    private record TicketList(
            String name, @Nullable String formerName, String description, boolean forStaff, TaskQuery query) {}

    @Override
    public void afterSingletonsInstantiated() {
        oneNodeAtATime.run(() -> {
            var lists = lists();
            for (var i = 0; i < lists.size(); i++) {
                make(lists.get(i), (i + 1) * 10);
            }
        });
    }

    private List<TicketList> lists() {
        return List.of(
                new TicketList(
                        "My tickets", null, "Tickets that wait for me", false, query().taskAssigneeExpression(ME)),
                new TicketList(
                        "Waiting for others",
                        null,
                        "My tickets that wait for the requester or another party",
                        true,
                        query().taskOwnerExpression(ME)),
                new TicketList(
                        "My team's queue",
                        null,
                        "Tickets without an assignee",
                        true,
                        query().taskCandidateGroupInExpression(MY_GROUPS)
                                .taskUnassigned()
                                .taskDefinitionKeyNotIn(TicketLifecycle.ACKNOWLEDGE_ESCALATION)),
                new TicketList(
                        "My team",
                        null,
                        "All open tickets of my team, assigned ones too; for managers those of every team",
                        true,
                        inMyCare()),
                new TicketList(
                        "Due soon",
                        null,
                        "My team's tickets whose next deadline is within two hours, or past; for managers those of every team",
                        true,
                        inMyCare().dueBeforeExpression("${dateTime().plusHours(2)}")),
                new TicketList(
                        "Calls for me",
                        null,
                        "Escalations for which I was called",
                        true,
                        escalated().taskInvolvedUserExpression(ME)),
                new TicketList(
                        "Escalations of my team",
                        "Escalations",
                        "My team's tickets that were handed up and wait to be acknowledged; for managers those of every team",
                        true,
                        inMyCare().taskDefinitionKey(TicketLifecycle.ACKNOWLEDGE_ESCALATION)));
    }

    private TaskQuery query() {
        return tasks.createTaskQuery().processDefinitionKey(TicketLifecycle.PROCESS);
    }

    private TaskQuery inMyCare() {
        return query().taskCandidateGroupInExpression(IN_MY_CARE).includeAssignedTasks();
    }

    private TaskQuery escalated() {
        return query().taskDefinitionKey(TicketLifecycle.ACKNOWLEDGE_ESCALATION);
    }

    private void make(TicketList list, int position) {
        var former = found(list);
        if (former == null) {
            var filter = filters.newTaskFilter(list.name());
            write(filter, list, position);
            permitReading(filter, list);
        } else if (isOfEarlierVersion(former) && isAsWeWroteIt(former)) {
            write(former, list, position);
        }
    }

    private @Nullable Filter found(TicketList list) {
        var present = named(list.name());
        return present != null || list.formerName() == null ? present : named(list.formerName());
    }

    private @Nullable Filter named(String name) {
        return filters.createTaskFilterQuery().filterName(name).list().stream()
                .findFirst()
                .orElse(null);
    }

    private boolean isOfEarlierVersion(Filter filter) {
        return Integer.parseInt(written(filter)[0]) < VERSION;
    }

    private boolean isAsWeWroteIt(Filter filter) {
        return Integer.parseInt(written(filter)[1]) == revisionOf(filter);
    }

    private String[] written(Filter filter) {
        return properties
                .getProperties()
                .getOrDefault(OURS + filter.getId(), "1/1")
                .split("/", -1);
    }

    private void write(Filter filter, TicketList list, int position) {
        filter.setName(list.name())
                .setQuery(list.query())
                .setProperties(Map.of(
                        "description",
                        list.description(),
                        "priority",
                        position,
                        "refresh",
                        true,
                        "showUndefinedVariable",
                        false,
                        "variables",
                        CARD));
        filters.saveFilter(filter);
        var stored = filters.getFilter(filter.getId());
        properties.setProperty(OURS + filter.getId(), VERSION + "/" + revisionOf(stored));
    }

    private static int revisionOf(Filter filter) {
        return ((HasDbRevision) filter).getRevision();
    }

    private void permitReading(Filter filter, TicketList list) {
        var readers = authorizations.createNewAuthorization(
                list.forStaff() ? Authorization.AUTH_TYPE_GRANT : Authorization.AUTH_TYPE_GLOBAL);
        if (list.forStaff()) {
            readers.setGroupId(Groups.ENGINEERS);
        } else {
            readers.setUserId(Authorization.ANY);
        }
        readers.setResource(Resources.FILTER);
        readers.setResourceId(filter.getId());
        readers.addPermission(Permissions.READ);
        authorizations.saveAuthorization(readers);
    }
}
