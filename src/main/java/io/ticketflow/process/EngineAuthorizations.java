package io.ticketflow.process;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GLOBAL;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** What each group may do in the engine, its web applications and its REST API. Nobody starts instances: a ticket is submitted. */
@Component
class EngineAuthorizations implements SmartInitializingSingleton {

    private static final String TASKLIST = "tasklist";
    private static final String COCKPIT = "cockpit";

    private final AuthorizationService authorizations;
    private final OneNodeAtATime oneNodeAtATime;

    EngineAuthorizations(AuthorizationService authorizations, OneNodeAtATime oneNodeAtATime) {
        this.authorizations = authorizations;
        this.oneNodeAtATime = oneNodeAtATime;
    }

    @Override
    public void afterSingletonsInstantiated() {
        oneNodeAtATime.run(this::grantAll);
    }

    private void grantAll() {
        // Requesters answer and confirm there; the tasks they are given bring their own rights.
        grantEverybody(Resources.APPLICATION, TASKLIST, Permissions.ACCESS);

        grant(Groups.ENGINEERS, Resources.TASK, ANY, TaskPermissions.READ, TaskPermissions.TASK_WORK);
        grant(
                Groups.ENGINEERS,
                Resources.PROCESS_DEFINITION,
                TicketLifecycle.PROCESS,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_TASK);

        grantReading(Groups.MANAGERS);
        grantReading(Groups.PROCESS_OWNERS);
        // What they deploy passes the deploy gate.
        grantDeploying(Groups.PROCESS_OWNERS);

        for (var resource : Resources.values()) {
            grant(Groups.ADMINS, resource, ANY, Permissions.ALL);
        }
    }

    /** Cockpit, to look and not to touch. */
    private void grantReading(String group) {
        grant(group, Resources.APPLICATION, COCKPIT, Permissions.ACCESS);
        grant(
                group,
                Resources.PROCESS_DEFINITION,
                ANY,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_TASK,
                ProcessDefinitionPermissions.READ_HISTORY);
        grant(group, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(group, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ);
        grant(group, Resources.DEPLOYMENT, ANY, Permissions.READ);
        grant(group, Resources.BATCH, ANY, BatchPermissions.READ, BatchPermissions.READ_HISTORY);
    }

    /** Beside what was granted before: whoever is not to deploy is no process owner. */
    private void grantDeploying(String group) {
        var present = authorizations
                .createAuthorizationQuery()
                .authorizationType(AUTH_TYPE_GRANT)
                .groupIdIn(group)
                .resourceType(Resources.DEPLOYMENT)
                .resourceId(ANY)
                .singleResult();
        if (!present.isPermissionGranted(Permissions.CREATE)) {
            present.addPermission(Permissions.CREATE);
            authorizations.saveAuthorization(present);
        }
    }

    private void grant(String group, Resource resource, String id, Permission... permissions) {
        var present = authorizations
                .createAuthorizationQuery()
                .authorizationType(AUTH_TYPE_GRANT)
                .groupIdIn(group)
                .resourceType(resource)
                .resourceId(id)
                .singleResult();
        if (present == null) {
            var grant = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
            grant.setGroupId(group);
            save(grant, resource, id, permissions);
        }
    }

    private void grantEverybody(Resource resource, String id, Permission... permissions) {
        var present = authorizations
                .createAuthorizationQuery()
                .authorizationType(AUTH_TYPE_GLOBAL)
                .resourceType(resource)
                .resourceId(id)
                .singleResult();
        if (present == null) {
            save(authorizations.createNewAuthorization(AUTH_TYPE_GLOBAL), resource, id, permissions);
        }
    }

    private void save(Authorization authorization, Resource resource, String id, Permission... permissions) {
        authorization.setResource(resource);
        authorization.setResourceId(id);
        authorization.setPermissions(permissions);
        authorizations.saveAuthorization(authorization);
    }
}
