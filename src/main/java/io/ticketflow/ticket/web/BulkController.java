package io.ticketflow.ticket.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import io.ticketflow.platform.web.Problems;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.TicketStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** Does one act to many tickets, one after the other; each is done or refused by itself, as if it had been requested alone. */
@RestController
@RequestMapping("/api/v1/tickets/bulk")
@Tag(name = "Tickets")
class BulkController {

    private static final int MOST = 100;

    @SuppressWarnings("NullableOptional") // absent and empty differ
    record AssignTickets(
            @NotNull @Size(min = 1, max = MOST) List<@NotNull String> ticketIds,
            @Nullable Optional<UUID> assigneeId,
            @Nullable UUID teamId,
            @Nullable String reason) {}

    record MoveTickets(
            @NotNull @Size(min = 1, max = MOST) List<@NotNull String> ticketIds,
            @Nullable TicketStatus status,
            @Nullable String transition,
            @Nullable String comment,
            @Nullable ResolutionCode resolutionCode,
            @Nullable String resolution,
            @Nullable UUID assigneeId) {}

    /**
     * The result for one ticket.
     *
     * @param id as the caller named the ticket
     * @param problem the answer of the ticket's own route
     */
    record Result(
            String id,
            boolean ok,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(ref = "#/components/schemas/Problem") @Nullable
            ProblemDetail problem) {}

    record Results(List<Result> results) {}

    private final ServiceDesk desk;
    private final Ownership ownership;
    private final Idempotency idempotency;

    BulkController(ServiceDesk desk, Ownership ownership, Idempotency idempotency) {
        this.desk = desk;
        this.ownership = ownership;
        this.idempotency = idempotency;
    }

    @PostMapping("/assign")
    @Operation(
            operationId = "assignTickets",
            summary = "Assign up to 100 tickets to a person, in this order, each by itself",
            description =
                    "The answer is always 200 and has a result for each ticket. A ticket that is named twice is handled once.")
    ResponseEntity<Results> assign(Actor actor, IdempotencyKey key, @Valid @RequestBody AssignTickets body) {
        var assignee = TicketController.given(body.assigneeId());
        return each(
                body.ticketIds(),
                key,
                "assign",
                id -> ownership.assign(id, assignee, body.teamId(), body.reason(), null, actor));
    }

    @PostMapping("/status")
    @Operation(
            operationId = "moveTickets",
            summary = "Move up to 100 tickets by a step, in this order, each by itself",
            description =
                    "The answer is always 200 and has a result for each ticket. A ticket that is named twice is handled once.")
    ResponseEntity<Results> move(Actor actor, IdempotencyKey key, @Valid @RequestBody MoveTickets body) {
        if ((body.status() == null) == (body.transition() == null)) {
            throw InvalidException.field("status", "give either status or transition");
        }
        var wish = new Wish(body.transition(), body.status());
        var details = new MoveDetails(body.comment(), body.resolutionCode(), body.resolution(), body.assigneeId());
        return each(body.ticketIds(), key, "status", id -> desk.move(id, wish, details, null, actor));
    }

    /**
     * The request's key only serves to check that a repeated body is the same. Each ticket has a key of its own, so that none waits for the end of the others.
     */
    private ResponseEntity<Results> each(List<String> ids, IdempotencyKey key, String route, Consumer<String> act) {
        return idempotency.once(
                key,
                () -> ids,
                asked -> route,
                before -> ids,
                asked -> ResponseEntity.ok(new Results(asked.stream()
                        .distinct()
                        .map(id -> result(id, route, () -> idempotency.once(key.part(id), () -> act.accept(id))))
                        .toList())));
    }

    private static Result result(String id, String route, Runnable act) {
        try {
            act.run();
            return new Result(id, true, null);
        } catch (RuntimeException refused) {
            var path = "/api/v1/tickets/%s/%s".formatted(UriUtils.encodePathSegment(id, UTF_8), route);
            return new Result(id, false, Problems.of(refused, path));
        }
    }
}
