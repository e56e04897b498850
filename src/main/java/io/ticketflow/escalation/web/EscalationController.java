package io.ticketflow.escalation.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.EscalationFigures;
import io.ticketflow.escalation.EscalationQuery;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Escalations", description = "The people who were called when a ticket was late or a person asked for help")
class EscalationController {

    record Escalate(
            @VisibleText.Required @Size(max = 50_000) String reason,
            @Nullable @Min(0) @Max(4) Integer asOfLevel) {}

    record Acknowledge(@Nullable @Size(max = 50_000) String comment) {}

    private final Escalations escalations;
    private final EscalationResponses responses;
    private final Idempotency idempotency;

    EscalationController(Escalations escalations, EscalationResponses responses, Idempotency idempotency) {
        this.escalations = escalations;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/v1/tickets/{id}/escalate")
    @Operation(
            operationId = "escalateTicket",
            summary =
                    "Ask for help: the next level is called; if the ticket is escalated already, the level above is called at"
                            + " once",
            description =
                    "With asOfLevel, the level that the caller has seen, two requests cause one call: the second is answered"
                            + " with 409 ALREADY_ESCALATED.")
    @ApiResponse(responseCode = "201", description = "The escalation", useReturnTypeSchema = true)
    ResponseEntity<EscalationResponse> escalate(
            Actor actor,
            IdempotencyKey key,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody Escalate body) {
        return idempotency.once(
                key,
                () -> escalations.escalate(id, body.reason(), body.asOfLevel(), ifMatch, actor),
                raised -> raised.id().toString(),
                raisedId -> escalations.read(UUID.fromString(raisedId), actor),
                raised -> ResponseEntity.created(URI.create("/api/v1/escalations/" + raised.id()))
                        .body(responses.of(raised)));
    }

    @GetMapping("/api/v1/tickets/{id}/escalations")
    @Operation(operationId = "listTicketEscalations", summary = "List the escalations of a ticket, oldest first")
    List<EscalationResponse> ofTicket(Actor actor, @PathVariable String id) {
        return responses.of(escalations.of(id, actor));
    }

    @GetMapping("/api/v1/escalations")
    @Operation(
            operationId = "listEscalations",
            summary = "List escalations, newest first",
            description =
                    "To give several values of a filter, repeat the parameter or separate the values with commas.")
    CursorList<EscalationResponse> list(
            Actor actor,
            @RequestParam(defaultValue = "") List<Escalation.State> state,
            @RequestParam(defaultValue = "") List<@Min(1) @Max(4) Integer> level,
            @RequestParam(defaultValue = "") List<Trigger> trigger,
            @RequestParam(defaultValue = "false") @Parameter(description = "Only escalations that call the caller")
                    boolean mine,
            @ParameterObject Slice slice) {
        var found = escalations.list(new EscalationQuery(state, level, trigger, mine, slice), actor);
        return new CursorList<>(responses.of(found.items()), found.nextCursor(), found.total());
    }

    @GetMapping("/api/v1/escalations/{id}")
    @Operation(operationId = "getEscalation", summary = "Read an escalation")
    ResponseEntity<EscalationResponse> read(Actor actor, @PathVariable UUID id) {
        var escalation = responses.of(escalations.read(id, actor));
        return ResponseEntity.ok().eTag(ETags.ofContent(escalation)).body(escalation);
    }

    @PostMapping("/api/v1/escalations/{id}/acknowledge")
    @Operation(
            operationId = "acknowledgeEscalation",
            summary = "Acknowledge an escalation",
            description = "The first person wins; for others 409 ALREADY_ACKNOWLEDGED names that person.")
    EscalationResponse acknowledge(
            Actor actor, @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable Acknowledge body) {
        return responses.of(escalations.acknowledge(id, body == null ? null : body.comment(), actor));
    }

    @GetMapping("/api/v1/escalations/metrics")
    @Operation(
            operationId = "getEscalationMetrics",
            summary = "Count escalations: what caused them, and how quickly they were acknowledged")
    EscalationFigures metrics(Actor actor) {
        return escalations.figures(actor);
    }
}
