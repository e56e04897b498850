package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.HistoryEntry;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.web.TicketResponse.Named;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What was said about a ticket and what happened to it. */
@RestController
@RequestMapping("/api/v1/tickets/{id}")
@Tag(name = "Tickets")
class ConversationController {

    record SayComment(@NotNull String body, @NotNull Visibility visibility) {}

    record CommentResponse(UUID id, @Nullable Named author, String body, Visibility visibility, Instant createdAt) {}

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
            @Nullable String requestId) {}

    private final ServiceDesk desk;
    private final Directory directory;
    private final TicketResponses responses;

    ConversationController(ServiceDesk desk, Directory directory, TicketResponses responses) {
        this.desk = desk;
        this.directory = directory;
        this.responses = responses;
    }

    @PostMapping("/comments")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Say something",
            description =
                    "A public comment of the requester answers a question that the ticket waits for; the assignee's first one"
                            + " takes the ticket into work.")
    CommentResponse say(Actor actor, @PathVariable String id, @Valid @RequestBody SayComment body) {
        var comment = desk.comment(id, body.body(), body.visibility(), actor);
        return response(comment, responses.names(List.of(comment).stream().map(Comment::authorId)));
    }

    @GetMapping("/comments")
    @Operation(summary = "What was said that the caller may read, oldest first")
    List<CommentResponse> comments(Actor actor, @PathVariable String id) {
        var comments = desk.comments(id, actor);
        var authors = responses.names(comments.stream().map(Comment::authorId));
        return comments.stream().map(comment -> response(comment, authors)).toList();
    }

    private static CommentResponse response(Comment comment, Map<UUID, Named> people) {
        return new CommentResponse(
                comment.id(),
                comment.authorId() == null ? null : people.get(comment.authorId()),
                comment.body(),
                comment.visibility(),
                comment.createdAt());
    }

    @GetMapping("/history")
    @Operation(
            summary = "Everything that happened that the caller may read, oldest first; addresses for leads and above")
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
                        entry.requestId()))
                .toList();
    }
}
