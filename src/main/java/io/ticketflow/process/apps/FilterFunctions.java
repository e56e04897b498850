package io.ticketflow.process.apps;

import io.ticketflow.process.lifecycle.Groups;
import io.ticketflow.process.sandbox.FilterExpressions;
import java.util.List;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.el.CommandContextFunctions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;

/** Adds our function for filters of Tasklist to the engine's. */
@Component
public class FilterFunctions extends AbstractProcessEnginePlugin {

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        configuration
                .getExpressionManager()
                .addFunction(
                        FilterExpressions.GROUPS_IN_MY_CARE,
                        ReflectionUtils.findMethod(FilterFunctions.class, FilterExpressions.GROUPS_IN_MY_CARE));
    }

    /** The groups whose tickets the caller answers for: the caller's own; for managers and administrators all groups. */
    public static @Nullable List<String> groupsInMyCare() {
        var own = CommandContextFunctions.currentUserGroups();
        if (own == null || !own.contains(Groups.MANAGERS)) {
            return own;
        }
        var identity = Context.getProcessEngineConfiguration().getIdentityService();
        return identity.createGroupQuery().list().stream().map(Group::getId).toList();
    }
}
