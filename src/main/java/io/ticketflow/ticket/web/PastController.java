package io.ticketflow.ticket.web;

import com.fasterxml.jackson.annotation.JsonFilter;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.platform.web.SparseAnswers;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Past;
import io.ticketflow.ticket.PastTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.web.TicketResponse.Named;
import io.ticketflow.ticket.web.TicketResponse.TeamName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Earlier states of a ticket, and the undoing of a change. */
@RestController
@RequestMapping("/api/v1/tickets/{id}")
@Tag(name = "Tickets")
class PastController {

    /** A ticket at an earlier instant: its texts, its assignee and its status. Its place in the model and its deadlines are known only for the present. */
    @JsonFilter(SparseAnswers.FILTER)
    record PastResponse(
            UUID id,
            String number,
            Instant asOf,
            String title,
            String description,
            TicketStatus status,
            Priority priority,
            Category category,
            List<String> tags,
            @Nullable Named requester,
            @Nullable Named assignee,
            @Nullable TeamName team,
            int escalationLevel,
            int reopenCount,
            @Nullable ResolutionCode resolutionCode,
            @Nullable String resolution,
            @Nullable UUID parentId,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt) {}

    private final Past past;
    private final TicketResponses responses;

    PastController(Past past, TicketResponses responses) {
        this.past = past;
        this.responses = responses;
    }

    /** Described together with the other read of a ticket, because OpenAPI allows one operation for a path. */
    @GetMapping(params = "asOf")
    @Hidden
    PastResponse at(
            Actor actor,
            @PathVariable String id,
            @RequestParam Instant asOf,
            @RequestParam(defaultValue = "") List<String> fields) {
        SparseAnswers.only(PastResponse.class, fields);
        return response(past.at(id, asOf, actor), asOf);
    }

    private PastResponse response(PastTicket ticket, Instant asOf) {
        var people = responses.names(Stream.of(ticket.requesterId(), ticket.assigneeId()));
        var team = ticket.team();
        return new PastResponse(
                ticket.id(),
                ticket.number(),
                asOf,
                ticket.title(),
                ticket.description(),
                ticket.status(),
                ticket.priority(),
                ticket.category(),
                ticket.tags(),
                people.get(ticket.requesterId()),
                ticket.assigneeId() == null ? null : people.get(ticket.assigneeId()),
                team == null ? null : new TeamName(team.id(), team.name()),
                ticket.escalationLevel(),
                ticket.reopenCount(),
                ticket.resolutionCode(),
                ticket.resolution(),
                ticket.parentId(),
                ticket.createdAt(),
                ticket.updatedAt(),
                ticket.resolvedAt(),
                ticket.closedAt());
    }

    @PostMapping("/history/{entryId}/revert")
    @Operation(
            operationId = "revertChange",
            summary = "Revert a change",
            description =
                    "Works for changes of title, description, category, priority and tags; allowed to people who may edit the"
                            + " field. 409 CHANGED_SINCE when the field has another value by now.")
    ResponseEntity<TicketResponse> revert(
            Actor actor,
            @PathVariable String id,
            @PathVariable UUID entryId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        var ticket = past.revert(id, entryId, ifMatch, actor);
        return ResponseEntity.ok().eTag(ETags.of(ticket.version())).body(responses.of(ticket, actor));
    }
}
