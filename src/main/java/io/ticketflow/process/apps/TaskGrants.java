package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Grants rights on single tasks to requesters only. Engineers have rights on all tasks through their group, so the table of rights does not grow with the open
 * tickets.
 */
class TaskGrants extends DefaultAuthorizationProvider {

    private final ObjectProvider<Directory> directory;

    TaskGrants(ObjectProvider<Directory> directory) {
        this.directory = directory;
    }

    @Override
    public AuthorizationEntity @Nullable [] newTaskAssignee(
            Task task, @Nullable String former, @Nullable String assignee) {
        if (!isRequester(assignee)) {
            return null;
        }
        var grants = new ArrayList<>(List.of(super.newTaskAssignee(task, former, assignee)));
        // Tasklist's cards show number and title, which are variables of the instance.
        var instance = task.getProcessInstanceId();
        if (getGrantAuthorizationByUserId(assignee, Resources.PROCESS_INSTANCE, instance) == null) {
            grants.add(
                    createGrantAuthorization(assignee, null, Resources.PROCESS_INSTANCE, instance, Permissions.READ));
        }
        return grants.toArray(AuthorizationEntity[]::new);
    }

    @Override
    public AuthorizationEntity @Nullable [] newTaskOwner(Task task, @Nullable String former, @Nullable String owner) {
        return isRequester(owner) ? super.newTaskOwner(task, former, owner) : null;
    }

    @Override
    public AuthorizationEntity @Nullable [] newTaskUserIdentityLink(Task task, String handle, String type) {
        return isRequester(handle) ? super.newTaskUserIdentityLink(task, handle, type) : null;
    }

    @Override
    public AuthorizationEntity @Nullable [] newTaskGroupIdentityLink(Task task, String groupId, String type) {
        return null;
    }

    private boolean isRequester(@Nullable String handle) {
        return handle != null
                && directory
                        .getObject()
                        .findByHandle(handle)
                        .filter(person -> !person.isStaff())
                        .isPresent();
    }
}
