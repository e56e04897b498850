package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import io.ticketflow.platform.web.SparseAnswers;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Deletion;
import io.ticketflow.ticket.Merging;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Ownership.Assignment;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.search.TicketFilters;
import io.ticketflow.ticket.search.TicketFinder;
import io.ticketflow.ticket.search.TicketQuery;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets")
@Tag(name = "Tickets", description = "{id} is a ticket's id or its number")
class TicketController {

    private static final String FIELDS = "Only these members of a ticket, such as id,number,title";

    record OpenTicket(
            @NotNull String title,
            @NotNull String description,
            @NotNull Category category,
            @Nullable Priority priority,
            @Nullable List<@NotNull String> tags,
            @Nullable UUID requesterId,
            @Nullable UUID parentId,
            @Nullable List<@NotNull UUID> watcherIds) {}

    record EditTicket(
            @Nullable String title,
            @Nullable String description,
            @Nullable Category category,
            @Nullable Priority priority,
            @Nullable List<@NotNull String> tags,

            @Nullable @Schema(description = "The new requester; allowed to leads and higher roles")
            UUID requesterId) {}

    record MoveTicket(
            @Nullable TicketStatus status,
            @Nullable String transition,
            @Nullable String comment,
            @Nullable ResolutionCode resolutionCode,
            @Nullable String resolution,
            @Nullable UUID assigneeId) {}

    @SuppressWarnings("NullableOptional") // absent and empty differ
    record AssignTicket(
            @Nullable Optional<UUID> assigneeId,
            @Nullable UUID teamId,
            @Nullable String reason) {}

    record MergeTicket(
            @NotNull @Schema(description = "The other ticket's id or number")
            String intoTicketId) {}

    record TransitionResponse(
            String transition,
            TicketStatus status,
            @Nullable Stage stage,
            String name,
            List<String> requiredFields) {}

    private final ServiceDesk desk;
    private final TicketFinder finder;
    private final Ownership ownership;
    private final Merging merging;
    private final Deletion deletion;
    private final TicketResponses responses;
    private final Idempotency idempotency;

    TicketController(
            ServiceDesk desk,
            TicketFinder finder,
            Ownership ownership,
            Merging merging,
            Deletion deletion,
            TicketResponses responses,
            Idempotency idempotency) {
        this.desk = desk;
        this.finder = finder;
        this.ownership = ownership;
        this.merging = merging;
        this.deletion = deletion;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @PostMapping
    @Operation(operationId = "createTicket", summary = "Submit a ticket; it is routed at once")
    @ApiResponse(responseCode = "201", description = "The submitted ticket", useReturnTypeSchema = true)
    ResponseEntity<TicketResponse> open(Actor actor, IdempotencyKey key, @Valid @RequestBody OpenTicket body) {
        return idempotency.once(
                key,
                () -> desk.open(
                        new NewTicket(
                                body.title(),
                                body.description(),
                                body.category(),
                                Objects.requireNonNullElse(body.priority(), Priority.P3),
                                Objects.requireNonNullElse(body.tags(), List.of()),
                                body.requesterId(),
                                body.parentId(),
                                Objects.requireNonNullElse(body.watcherIds(), List.of())),
                        actor),
                ticket -> ticket.id().toString(),
                id -> desk.read(id, actor),
                ticket -> submitted(ticket, actor));
    }

    private ResponseEntity<TicketResponse> submitted(Ticket ticket, Actor actor) {
        return ResponseEntity.created(URI.create("/api/v1/tickets/" + ticket.id()))
                .eTag(ETags.of(ticket.version()))
                .body(responses.of(ticket, actor));
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "getTicket",
            summary = "Read a ticket",
            description =
                    "With asOf the answer is the ticket as it was then: its texts, its assignee and its status; 404 before it"
                            + " was submitted. In this way administrators can read deleted tickets.",
            parameters =
                    @Parameter(
                            name = "asOf",
                            in = ParameterIn.QUERY,
                            description = "An instant, such as 2026-11-23T08:00:00Z",
                            schema = @Schema(type = "string", format = "date-time")))
    ResponseEntity<TicketResponse> read(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") @Parameter(description = FIELDS) List<String> fields) {
        SparseAnswers.only(TicketResponse.class, fields);
        return answer(desk.read(id, actor), actor);
    }

    @GetMapping
    @Operation(
            operationId = "listTickets",
            summary = "List the tickets that the caller may see",
            description =
                    "To give several values of a filter, repeat the parameter or separate the values with commas.")
    CursorList<TicketResponse> list(
            Actor actor,
            @ParameterObject TicketFilters filters,
            @RequestParam(required = false)
                    @Parameter(
                            description =
                                    "createdAt, updatedAt, priority, status, number, title or dueAt, - in front for descending."
                                            + " Without it: -createdAt, and with q what fits best")
                    @Nullable
                    String sort,
            @ParameterObject Slice slice,
            @RequestParam(defaultValue = "") @Parameter(description = FIELDS) List<String> fields) {
        SparseAnswers.only(TicketResponse.class, fields);
        var found = finder.find(new TicketQuery(filters.filter(actor), sort, slice), actor);
        return new CursorList<>(responses.page(found.items(), actor), found.nextCursor(), found.total());
    }

    @PutMapping("/{id}")
    @Operation(
            operationId = "updateTicket",
            summary = "Edit a ticket; absent members stay as they are",
            description =
                    "A new requester sees the ticket, gets its messages and, if it waits for the requester, its task; the"
                            + " former one no longer does, unless they are staff or watch the ticket.")
    ResponseEntity<TicketResponse> edit(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody EditTicket body) {
        var changes = new TicketChanges(
                body.title(), body.description(), body.category(), body.priority(), body.tags(), body.requesterId());
        return answer(desk.edit(id, changes, ifMatch, actor), actor);
    }

    @GetMapping("/{id}/transitions")
    @Operation(
            operationId = "listTransitions",
            summary = "List the steps that the caller may take, by the version of the model on which the ticket runs")
    List<TransitionResponse> transitions(Actor actor, @PathVariable String id) {
        var ticket = desk.read(id, actor);
        return desk.transitions(id, actor).stream()
                .map(transition -> new TransitionResponse(
                        transition.key(),
                        transition.status(),
                        transition.stage(),
                        transition.name(),
                        desk.requiredFields(ticket, transition)))
                .toList();
    }

    @PatchMapping("/{id}/status")
    @Operation(
            operationId = "moveTicket",
            summary = "Take a step",
            description =
                    "The body names the status to reach, or the transition's key. 409 ILLEGAL_TRANSITION lists the legal keys."
                            + " Listing the steps tells the fields that each one needs. A step that ends the wait for the requester needs"
                            + " the answer as comment, which becomes a public comment; a public comment of the requester takes that step"
                            + " by itself.")
    ResponseEntity<TicketResponse> move(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody MoveTicket body) {
        if ((body.status() == null) == (body.transition() == null)) {
            throw InvalidException.field("status", "give either status or transition");
        }
        var details = new MoveDetails(body.comment(), body.resolutionCode(), body.resolution(), body.assigneeId());
        return answer(desk.move(id, new Wish(body.transition(), body.status()), details, ifMatch, actor), actor);
    }

    @PostMapping("/{id}/assign")
    @Operation(
            operationId = "assignTicket",
            summary =
                    "Assign a ticket to a person, or to the queue with assigneeId null, and to another team if one is named")
    ResponseEntity<TicketResponse> assign(
            Actor actor,
            IdempotencyKey key,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody AssignTicket body) {
        var assignee = given(body.assigneeId());
        return idempotency.once(
                key,
                () -> ownership.assign(id, assignee, body.teamId(), body.reason(), ifMatch, actor),
                assignment -> assignment.ticket().id().toString(),
                ticketId -> new Assignment(desk.read(ticketId, actor), List.of()),
                assignment -> ResponseEntity.ok()
                        .eTag(ETags.of(assignment.ticket().version()))
                        .body(responses.of(assignment.ticket(), assignment.warnings(), actor)));
    }

    /** A caller has to send null to give a ticket back to the queue: a body that forgets the assignee must not do it. */
    @SuppressWarnings("NullableOptional") // absent and empty differ
    static @Nullable UUID given(@Nullable Optional<UUID> assigneeId) {
        if (assigneeId == null) {
            throw InvalidException.field("assigneeId", "give a person, or null for the queue");
        }
        return assigneeId.orElse(null);
    }

    @PostMapping("/{id}/claim")
    @Operation(operationId = "claimTicket", summary = "Claim an unassigned ticket")
    ResponseEntity<TicketResponse> claim(
            Actor actor,
            IdempotencyKey key,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return idempotency.once(
                key,
                () -> ownership.claim(id, ifMatch, actor),
                ticket -> ticket.id().toString(),
                ticketId -> desk.read(ticketId, actor),
                ticket -> answer(ticket, actor));
    }

    @PostMapping("/{id}/merge")
    @Operation(
            operationId = "mergeTicket",
            summary = "Merge a ticket into another one; answers the ticket that is closed",
            description =
                    "From then on the requester and the watchers watch the other ticket, the links and the tickets below move"
                            + " there, and later comments go there. The merged ticket stays closed as DUPLICATE. If it was not solved, the"
                            + " other ticket takes over its priority and deadlines where they are tighter, and goes on: a RESOLVED"
                            + " ticket is reopened, and a wait for the requester ends. 409 TARGET_CLOSED for a closed ticket; 409"
                            + " TARGET_RESOLVED if the model of a solved ticket offers no step back to work.")
    ResponseEntity<TicketResponse> merge(
            Actor actor,
            IdempotencyKey key,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody MergeTicket body) {
        return idempotency.once(
                key,
                () -> merging.merge(id, body.intoTicketId(), ifMatch, actor),
                ticket -> ticket.id().toString(),
                ticketId -> desk.read(ticketId, actor),
                ticket -> answer(ticket, actor));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteTicket",
            summary =
                    "Delete a ticket in any state: for all people it does not exist any more. Allowed to administrators",
            description =
                    "No person is told. Links to the ticket are removed, and the tickets below it go up one level."
                            + " Administrators can read its former states and its history (`asOf`, `/history`) and blank secrets in it"
                            + " (`/redact`); every other route answers 404.")
    void delete(
            Actor actor,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        deletion.delete(id, ifMatch, actor);
    }

    private ResponseEntity<TicketResponse> answer(Ticket ticket, Actor actor) {
        return ResponseEntity.ok().eTag(ETags.of(ticket.version())).body(responses.of(ticket, actor));
    }
}
