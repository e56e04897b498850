package io.ticketflow.process.engine;

import java.util.Set;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.jspecify.annotations.Nullable;

/**
 * A history level with only the data that are used: instances, tasks (for the path of a ticket, and for migrations), incidents and the acts of operators. It
 * leaves out variables and decisions: tickets, their history and decision records have them, and they caused most of the statements of a move.
 */
class NeededHistory implements HistoryLevel {

    private static final int ID = 42;
    private static final Set<String> ENTITIES =
            Set.of("process-instance", "task-instance", "incident", "user-operation-log");

    @Override
    public int getId() {
        return ID;
    }

    @Override
    public String getName() {
        return "ticketflow";
    }

    @Override
    public boolean isHistoryEventProduced(HistoryEventType type, @Nullable Object entity) {
        return ENTITIES.contains(type.getEntityType());
    }
}
