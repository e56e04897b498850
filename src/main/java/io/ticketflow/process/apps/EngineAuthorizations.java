package io.ticketflow.process.apps;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GLOBAL;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.database.OneNodeAtATime;
import io.ticketflow.process.lifecycle.Groups;
import io.ticketflow.process.model.TicketLifecycle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * The rights of each group in the engine, its web applications and its REST API. Only administrators may start instances, because tickets are submitted.
 *
 * <p>Every start writes our grants again and removes those that this version does not grant any more. Grants that an operator added stay. The engine's
 * properties record which grants are ours.
 */
@ActsByItself
@Component
class EngineAuthorizations implements SmartInitializingSingleton {

    private static final String TASKLIST = "tasklist";
    private static final String COCKPIT = "cockpit";
    /** The prefix of a property's name; the id of the authorization follows it. The value is the set of permissions that we granted. */
    private static final String OURS = "ticketflow.grant.";

    private final AuthorizationService authorizations;
    private final ManagementService properties;
    private final OneNodeAtATime oneNodeAtATime;

    EngineAuthorizations(
            AuthorizationService authorizations, ManagementService properties, OneNodeAtATime oneNodeAtATime) {
        this.authorizations = authorizations;
        this.properties = properties;
        this.oneNodeAtATime = oneNodeAtATime;
    }

    @Override
    public void afterSingletonsInstantiated() {
        oneNodeAtATime.run(() -> make(grants()));
    }

    /**
     * Permissions on one resource.
     *
     * @param group null for all users
     */
    private record Grant(@Nullable String group, Resource resource, String id, int permissions) {}

    private static List<Grant> grants() {
        var grants = new ArrayList<Grant>();
        // Requesters answer and confirm in Tasklist; each task that waits for them has its own grants.
        grants.add(grant(null, Resources.APPLICATION, TASKLIST, Permissions.ACCESS));

        grants.add(grant(Groups.ENGINEERS, Resources.TASK, ANY, TaskPermissions.READ, TaskPermissions.TASK_WORK));
        grants.add(grant(
                Groups.ENGINEERS,
                Resources.PROCESS_DEFINITION,
                TicketLifecycle.PROCESS,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_TASK));

        grants.addAll(reading(Groups.MANAGERS));
        grants.addAll(owning(Groups.PROCESS_OWNERS));

        for (var resource : Resources.values()) {
            grants.add(grant(Groups.ADMINS, resource, ANY, Permissions.ALL));
        }
        return grants;
    }

    /** Read-only access to Cockpit. */
    private static List<Grant> reading(String group) {
        return List.of(
                grant(group, Resources.APPLICATION, COCKPIT, Permissions.ACCESS),
                grant(
                        group,
                        Resources.PROCESS_DEFINITION,
                        ANY,
                        ProcessDefinitionPermissions.READ,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        ProcessDefinitionPermissions.READ_TASK,
                        ProcessDefinitionPermissions.READ_HISTORY),
                grant(group, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY),
                grant(group, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ),
                grant(group, Resources.DEPLOYMENT, ANY, Permissions.READ),
                grant(group, Resources.BATCH, ANY, BatchPermissions.READ, BatchPermissions.READ_HISTORY));
    }

    /** Deploying, and the repair of a bad model: its instances may be modified, migrated, repaired or deleted. */
    private static List<Grant> owning(String group) {
        return List.of(
                grant(group, Resources.APPLICATION, COCKPIT, Permissions.ACCESS),
                grant(group, Resources.DEPLOYMENT, ANY, Permissions.READ, Permissions.CREATE, Permissions.DELETE),
                grant(
                        group,
                        Resources.PROCESS_DEFINITION,
                        ANY,
                        ProcessDefinitionPermissions.READ,
                        ProcessDefinitionPermissions.DELETE,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        ProcessDefinitionPermissions.UPDATE_INSTANCE,
                        ProcessDefinitionPermissions.MIGRATE_INSTANCE,
                        ProcessDefinitionPermissions.DELETE_INSTANCE,
                        ProcessDefinitionPermissions.RETRY_JOB,
                        ProcessDefinitionPermissions.READ_TASK,
                        ProcessDefinitionPermissions.READ_HISTORY),
                grant(group, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY),
                grant(group, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ),
                grant(
                        group,
                        Resources.BATCH,
                        ANY,
                        BatchPermissions.READ,
                        BatchPermissions.READ_HISTORY,
                        BatchPermissions.CREATE_BATCH_MIGRATE_PROCESS_INSTANCES,
                        BatchPermissions.CREATE_BATCH_MODIFY_PROCESS_INSTANCES,
                        BatchPermissions.CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES));
    }

    private static Grant grant(@Nullable String group, Resource resource, String id, Permission... permissions) {
        return new Grant(
                group,
                resource,
                id,
                Arrays.stream(permissions).mapToInt(Permission::getValue).reduce(0, (some, more) -> some | more));
    }

    private void make(List<Grant> grants) {
        var former = remembered();
        for (var grant : grants) {
            var row = found(grant);
            var before = row.getId() == null ? null : former.remove(row.getId());
            var wanted = grant.permissions();
            if (before == null || before != wanted || !row.isPermissionGranted(new Bits(wanted, row))) {
                set(row, before == null ? 0 : before, wanted);
                properties.setProperty(OURS + row.getId(), Integer.toString(wanted));
            }
        }
        former.forEach(this::takeBack);
    }

    private Map<String, Integer> remembered() {
        var ours = new HashMap<String, Integer>();
        properties.getProperties().forEach((name, value) -> {
            if (name.startsWith(OURS)) {
                ours.put(name.substring(OURS.length()), Integer.valueOf(value));
            }
        });
        return ours;
    }

    private Authorization found(Grant grant) {
        var type = grant.group() == null ? AUTH_TYPE_GLOBAL : AUTH_TYPE_GRANT;
        var query = authorizations
                .createAuthorizationQuery()
                .authorizationType(type)
                .resourceType(grant.resource())
                .resourceId(grant.id());
        var row = grant.group() == null
                ? query.singleResult()
                : query.groupIdIn(grant.group()).singleResult();
        if (row != null) {
            return row;
        }
        var made = authorizations.createNewAuthorization(type);
        if (grant.group() != null) {
            made.setGroupId(grant.group());
        }
        made.setResource(grant.resource());
        made.setResourceId(grant.id());
        return made;
    }

    private void set(Authorization row, int before, int wanted) {
        row.removePermission(new Bits(before & ~wanted, row));
        row.addPermission(new Bits(wanted, row));
        authorizations.saveAuthorization(row);
    }

    private void takeBack(String id, int permissions) {
        var row = authorizations.createAuthorizationQuery().authorizationId(id).singleResult();
        if (row != null) {
            row.removePermission(new Bits(permissions, row));
            if (isEmpty(row)) {
                authorizations.deleteAuthorization(id);
            } else {
                authorizations.saveAuthorization(row);
            }
        }
        properties.deleteProperty(OURS + id);
    }

    private static boolean isEmpty(Authorization row) {
        return IntStream.range(0, Integer.SIZE - 1).noneMatch(bit -> row.isPermissionGranted(new Bits(1 << bit, row)));
    }

    /** Any set of permissions on a row's resource, as the number that the engine stores. */
    private record Bits(int value, Authorization row) implements Permission {

        @Override
        public String getName() {
            return Integer.toHexString(value);
        }

        @Override
        public int getValue() {
            return value;
        }

        @Override
        public Resource[] getTypes() {
            return Arrays.stream(Resources.values())
                    .filter(resource -> resource.resourceType() == row.getResourceType())
                    .toArray(Resource[]::new);
        }
    }
}
