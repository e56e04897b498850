package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The comments of a task are those of its ticket. The engine keeps none of its own. */
@Component
class TaskComments {

    /** The most comments that Tasklist shows with a task. */
    private static final int MOST = 2_000;

    private final ProcessEngine engine;
    private final TicketInstances instances;
    private final Conversation conversation;
    private final Directory directory;

    TaskComments(ProcessEngine engine, TicketInstances instances, Conversation conversation, Directory directory) {
        this.engine = engine;
        this.instances = instances;
        this.conversation = conversation;
        this.directory = directory;
    }

    /** A comment with the names of the engine's REST API. */
    record TaskComment(String id, @Nullable String userId, Date time, String taskId, String message) {}

    /** The comments that the caller may read, oldest first. */
    List<TaskComment> of(String taskId) {
        return atTheTicketOf(taskId, ticketId -> {
            var found = conversation.read(ticketId.toString(), null, MOST, false, CurrentActor.get());
            return found.items().stream().map(comment -> shown(taskId, comment)).toList();
        });
    }

    /** Adds a comment to the ticket: an internal note of staff, or a public comment of the requester. */
    TaskComment say(String taskId, @Nullable String message) {
        return atTheTicketOf(
                taskId,
                ticketId -> shown(
                        taskId,
                        conversation.say(ticketId.toString(), message == null ? "" : message, CurrentActor.get())));
    }

    private TaskComment shown(String taskId, Comment comment) {
        var author = comment.authorId();
        return new TaskComment(
                comment.id().toString(),
                author == null ? null : directory.person(author).handle(),
                Date.from(comment.createdAt()),
                taskId,
                comment.body());
    }

    /**
     * Runs the work as a command of the engine, like the completion of a task at the same door: a requester's answer takes a step of the ticket.
     *
     * @throws NotFoundException when the caller may not read the task
     * @throws ConflictException NO_TICKET when the task belongs to no ticket
     */
    private <T> T atTheTicketOf(String taskId, Function<UUID, T> work) {
        Command<T> command = context -> {
            var task = (TaskEntity)
                    engine.getTaskService().createTaskQuery().taskId(taskId).singleResult();
            if (task == null) {
                throw new NotFoundException("NOT_FOUND", "There is no task %s.".formatted(taskId));
            }
            return context.runWithoutAuthorization(() -> work.apply(instances.ticketOf(task.getExecution())));
        };
        var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        return configuration.getCommandExecutorTxRequired().execute(command);
    }
}
