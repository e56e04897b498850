package io.ticketflow.process.engine;

import java.util.Set;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.jspecify.annotations.Nullable;

/**
 * The engine's history as far as somebody needs it: instances, tasks (the path of a ticket, and migrations), incidents, and what operators did. Variables
 * and decisions are left out: tickets, their history and decision records keep them, and they were most of the statements of a move.
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
