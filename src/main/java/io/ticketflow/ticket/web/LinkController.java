package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import io.ticketflow.ticket.CrossReferences;
import io.ticketflow.ticket.CrossReferences.Reference;
import io.ticketflow.ticket.LinkType;
import io.ticketflow.ticket.Relation;
import io.ticketflow.ticket.TicketStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The links of a ticket. */
@RestController
@RequestMapping("/api/v1/tickets/{id}/links")
@Tag(name = "Tickets")
class LinkController {

    record LinkTickets(
            @NotNull LinkType type,

            @NotNull @Schema(description = "The other ticket's id or number")
            String ticketId) {}

    record Linked(UUID id, String number, String title, TicketStatus status) {}

    record LinkResponse(UUID id, Relation type, Linked ticket) {

        static LinkResponse of(Reference reference) {
            var other = reference.ticket();
            return new LinkResponse(
                    reference.id(),
                    reference.type(),
                    new Linked(other.id(), other.number(), other.title(), other.status()));
        }
    }

    private final CrossReferences references;
    private final Idempotency idempotency;

    LinkController(CrossReferences references, Idempotency idempotency) {
        this.references = references;
        this.idempotency = idempotency;
    }

    @GetMapping
    @Operation(
            operationId = "listLinks",
            summary = "List the links of a ticket, oldest first",
            description =
                    "The type is as seen from this ticket: if the other ticket BLOCKS this one, the type is BLOCKED_BY. Links"
                            + " to tickets that the caller may not see are left out.")
    List<LinkResponse> links(Actor actor, @PathVariable String id) {
        return references.of(id, actor).stream().map(LinkResponse::of).toList();
    }

    @PostMapping
    @Operation(
            operationId = "addLink",
            summary = "Link a ticket with another one; both show the link",
            description =
                    "409 ALREADY_LINKED if the two tickets have this link already, in either direction; 409 CIRCULAR_LINK if"
                            + " the other ticket leads back to this one.")
    @ApiResponse(responseCode = "201", description = "The new link", useReturnTypeSchema = true)
    ResponseEntity<LinkResponse> link(
            Actor actor, IdempotencyKey key, @PathVariable String id, @Valid @RequestBody LinkTickets body) {
        return idempotency.once(
                key,
                () -> references.link(id, body.type(), body.ticketId(), actor),
                link -> link.id().toString(),
                linkId -> references.of(id, actor).stream()
                        .filter(link -> link.id().toString().equals(linkId))
                        .findFirst()
                        .orElseThrow(() -> new NotFoundException("LINK_NOT_FOUND", "The link has just been removed.")),
                link -> ResponseEntity.created(URI.create("/api/v1/tickets/%s/links/%s".formatted(id, link.id())))
                        .body(LinkResponse.of(link)));
    }

    @DeleteMapping("/{link}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteLink", summary = "Remove a link, from either of its tickets")
    void unlink(Actor actor, @PathVariable String id, @PathVariable UUID link) {
        references.unlink(id, link, actor);
    }
}
