package io.ticketflow.process.engine;

import io.ticketflow.process.lifecycle.StateTasks;
import java.util.List;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.springframework.beans.factory.ObjectProvider;

/** Reports migrations of instances to another version. The engine calls no task or execution listener for them, only the history. */
class MigrationListener implements HistoryEventHandler {

    private final ObjectProvider<StateTasks> states;

    MigrationListener(ObjectProvider<StateTasks> states) {
        this.states = states;
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (event instanceof HistoricProcessInstanceEventEntity instance
                && event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_MIGRATE)) {
            states.getObject().instanceMigrated(instance.getBusinessKey(), instance.getProcessDefinitionId());
        } else if (event instanceof HistoricTaskInstanceEventEntity task
                && event.isEventOfType(HistoryEventTypes.TASK_INSTANCE_MIGRATE)) {
            states.getObject()
                    .taskMigrated(Context.getCommandContext().getTaskManager().findTaskById(task.getTaskId()));
        }
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }
}
