package io.ticketflow.process.apps;

import io.ticketflow.platform.ConflictException;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.camunda.bpm.engine.rest.dto.task.CommentDto;
import org.camunda.bpm.engine.rest.sub.task.TaskAttachmentResource;
import org.camunda.bpm.engine.rest.sub.task.TaskCommentResource;
import org.glassfish.jersey.server.ContainerRequest;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Answers the engine's routes for the comments of a task with {@link TaskComments}, in engine-rest and in Tasklist, and refuses files: what people add to a task
 * would otherwise exist in the engine only, where no other person looks for it.
 */
public class TaskCommentRoutes implements ContainerRequestFilter {

    private final ServletContext application;
    private final ResourceInfo matched;

    /** Called by Jersey. */
    public TaskCommentRoutes(@Context ServletContext application, @Context ResourceInfo matched) {
        this.application = application;
        this.matched = matched;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (isAt(TaskCommentResource.class, "getComments")) {
            answer(request, comments().of(taskOf(request)));
        } else if (isAt(TaskCommentResource.class, "createComment")) {
            var comment = ((ContainerRequest) request).readEntity(CommentDto.class);
            answer(request, comments().say(taskOf(request), comment == null ? null : comment.getMessage()));
        } else if (isAt(TaskAttachmentResource.class, "addAttachment")) {
            throw new ConflictException(
                    "ATTACH_TO_THE_TICKET",
                    "Files belong to the ticket and not to its task: POST /api/v1/tickets/{number}/attachments.");
        }
    }

    private boolean isAt(Class<?> resource, String method) {
        return matched.getResourceClass() != null
                && resource.isAssignableFrom(matched.getResourceClass())
                && matched.getResourceMethod().getName().equals(method);
    }

    private static String taskOf(ContainerRequestContext request) {
        return Objects.requireNonNull(request.getUriInfo().getPathParameters().getFirst("id"));
    }

    private TaskComments comments() {
        return WebApplicationContextUtils.getRequiredWebApplicationContext(application)
                .getBean(TaskComments.class);
    }

    private static void answer(ContainerRequestContext request, Object entity) {
        request.abortWith(Response.ok(entity, MediaType.APPLICATION_JSON_TYPE).build());
    }
}
