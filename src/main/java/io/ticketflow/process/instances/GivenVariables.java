package io.ticketflow.process.instances;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.DbEntityState;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/** Tells variables that came with the current act from variables that were stored before. */
public final class GivenVariables {

    private GivenVariables() {}

    /** Whether the current command has written this variable; false when the variable does not exist. */
    public static boolean isGiven(DelegateExecution execution, String name) {
        var variable = ((ExecutionEntity) execution).getVariableInstance(name);
        // A transient variable exists in this command only.
        return variable instanceof VariableInstanceEntity stored ? isWritten(stored) : variable != null;
    }

    private static boolean isWritten(VariableInstanceEntity variable) {
        var known = Context.getCommandContext()
                .getDbEntityManager()
                .getDbEntityCache()
                .getCachedEntity(variable);
        return known == null || known.getEntityState() == DbEntityState.TRANSIENT || known.isDirty();
    }
}
