package io.ticketflow.ticket.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.HistoryEntry;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.web.TicketResponse.Named;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The comments and the history of a ticket. */
@RestController
@RequestMapping("/api/v1/tickets/{id}")
@Tag(name = "Tickets")
class ConversationController {

    record SayComment(
            @NotNull String body,
            @NotNull Visibility visibility,
            @Nullable UUID replyTo) {}

    record RewordComment(@NotNull String body, @Nullable Visibility visibility) {}

    record CommentResponse(
            UUID id,
            @Nullable Named author,
            String body,
            Visibility visibility,
            @Nullable UUID replyTo,
            Instant createdAt,
            @Nullable Instant editedAt,
            @Nullable Instant deletedAt,
            @Nullable Instant redactedAt,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

        CommentResponse with(List<String> other) {
            return new CommentResponse(
                    id, author, body, visibility, replyTo, createdAt, editedAt, deletedAt, redactedAt, other);
        }
    }

    record EntryResponse(
            UUID id,
            Instant at,
            @Nullable Named actor,
            Action action,
            @Nullable String field,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason,
            Actor.Source source,
            @Nullable String ip,
            @Nullable String requestId,
            boolean redacted) {}

    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Directory directory;
    private final TicketResponses responses;
    private final Idempotency idempotency;

    ConversationController(
            ServiceDesk desk,
            Conversation conversation,
            Directory directory,
            TicketResponses responses,
            Idempotency idempotency) {
        this.desk = desk;
        this.conversation = conversation;
        this.directory = directory;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @PostMapping("/comments")
    @Operation(
            operationId = "addComment",
            summary = "Add a comment",
            description =
                    "A public comment of the requester is the answer for which a ticket may be waiting; the assignee's first"
                            + " public comment starts the work. On a RESOLVED ticket a public comment of a requester or watcher stops"
                            + " the wait for a yes until staff have answered publicly; it does not reopen the ticket, and `warnings`"
                            + " names the step that does. A reply must not be more visible than the comment to which it replies."
                            + " If the ticket was merged into another one, the comment is added to that ticket, which Location names.")
    @ApiResponse(responseCode = "201", description = "The new comment", useReturnTypeSchema = true)
    ResponseEntity<CommentResponse> say(
            Actor actor, IdempotencyKey key, @PathVariable String id, @Valid @RequestBody SayComment body) {
        return idempotency.once(
                key,
                () -> conversation.say(id, body.body(), body.visibility(), body.replyTo(), actor),
                comment -> comment.ticketId() + "/" + comment.id(),
                trace -> {
                    var ids = trace.split("/", 2);
                    return conversation.find(ids[0], UUID.fromString(ids[1]), actor);
                },
                comment -> ResponseEntity.created(URI.create(
                                "/api/v1/tickets/%s/comments/%s".formatted(comment.ticketId(), comment.id())))
                        .body(response(comment).with(warnings(comment, actor))));
    }

    private List<String> warnings(Comment said, Actor actor) {
        return said.visibility() == Visibility.PUBLIC ? desk.warningsAboutSolution(said.ticketId(), actor) : List.of();
    }

    @GetMapping("/comments")
    @Operation(
            operationId = "listComments",
            summary = "List the comments that the caller may read, oldest first",
            description =
                    "Deleted comments are left out; if a deleted comment has replies, its place stays, with an empty body.")
    CursorList<CommentResponse> comments(Actor actor, @PathVariable String id, @ParameterObject Slice slice) {
        var comments = conversation.read(id, slice.cursor(), slice.limit(), slice.count(), actor);
        var authors = responses.names(comments.items().stream().map(Comment::authorId));
        return comments.map(comment -> response(comment, authors));
    }

    @PutMapping("/comments/{commentId}")
    @Operation(
            operationId = "updateComment",
            summary = "Edit the caller's own comment, within 15 minutes",
            description =
                    "The history keeps both texts. 409 TOO_LATE_TO_CHANGE afterwards. The visibility cannot change.")
    CommentResponse reword(
            Actor actor,
            @PathVariable String id,
            @PathVariable UUID commentId,
            @Valid @RequestBody RewordComment body) {
        return response(conversation.reword(id, commentId, body.body(), body.visibility(), actor));
    }

    @DeleteMapping("/comments/{commentId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteComment",
            summary = "Delete the caller's own comment, within 15 minutes",
            description = "The history keeps the text. 409 TOO_LATE_TO_CHANGE afterwards.")
    void takeBack(Actor actor, @PathVariable String id, @PathVariable UUID commentId) {
        conversation.takeBack(id, commentId, actor);
    }

    private CommentResponse response(Comment comment) {
        return response(comment, responses.names(List.of(comment).stream().map(Comment::authorId)));
    }

    private static CommentResponse response(Comment comment, Map<UUID, Named> people) {
        return new CommentResponse(
                comment.id(),
                comment.authorId() == null ? null : people.get(comment.authorId()),
                comment.body(),
                comment.visibility(),
                comment.replyToId(),
                comment.createdAt(),
                comment.editedAt(),
                comment.deletedAt(),
                comment.redactedAt(),
                List.of());
    }

    @GetMapping("/history")
    @Operation(
            operationId = "getTicketHistory",
            summary =
                    "List the history entries that the caller may read, oldest first; leads and higher roles also see network"
                            + " addresses",
            description = "Administrators may also read those of a deleted ticket.")
    List<EntryResponse> history(Actor actor, @PathVariable String id) {
        var entries = desk.history(id, actor);
        var people = responses.names(entries.stream().map(HistoryEntry::actorId));
        var reader = directory.person(Objects.requireNonNull(actor.userId()));
        var addresses = reader.role().isAtLeast(Role.TEAM_LEAD);
        return entries.stream()
                .map(entry -> new EntryResponse(
                        entry.id(),
                        entry.at(),
                        entry.actorId() == null ? null : people.get(entry.actorId()),
                        entry.action(),
                        entry.field(),
                        entry.from(),
                        entry.to(),
                        entry.reason(),
                        entry.source(),
                        addresses ? entry.ip() : null,
                        entry.requestId(),
                        entry.isRedacted()))
                .toList();
    }
}
