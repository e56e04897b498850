package io.ticketflow.sla.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Slice;
import io.ticketflow.sla.ClockEvent;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.sla.ServiceLevels.AtRisk;
import io.ticketflow.sla.ServiceLevels.ClockView;
import io.ticketflow.sla.SlaPolicy;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Deadlines.ClockState;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.TicketSummary;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "SLA")
class SlaController {

    /** Earlier dates cannot be computed with. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    record PolicyRef(UUID id, String name, int version) {

        static PolicyRef of(SlaPolicy policy) {
            return new PolicyRef(policy.id(), policy.name(), policy.version());
        }
    }

    record PreviewRequest(
            @NotNull Priority priority,
            @NotNull Category category,
            @Nullable Instant createdAt) {}

    record PreviewResponse(
            PolicyRef policy,
            Instant responseWarnAt,
            Instant responseDueAt,
            Instant resolutionWarnAt,
            Instant resolutionDueAt) {}

    record AtRiskResponse(TicketSummary ticket, ClockKind clock, Instant dueAt, long remainingSeconds) {}

    record EventResponse(
            ClockEvent.Type type, Instant at, @Nullable String detail) {}

    record ClockResponse(
            ClockKind kind,
            ClockState state,
            Duration target,
            Instant startedAt,
            Instant dueAt,
            Duration consumed,
            @Nullable Instant pausedSince,
            @Nullable Instant metAt,
            @Nullable Instant breachedAt,
            @Nullable Long remainingSeconds,
            List<EventResponse> events) {

        static ClockResponse of(ClockView view) {
            var deadline = view.deadline();
            return new ClockResponse(
                    view.kind(),
                    deadline.state(),
                    view.target(),
                    view.startedAt(),
                    deadline.dueAt(),
                    view.consumed(),
                    view.pausedSince(),
                    deadline.metAt(),
                    deadline.breachedAt(),
                    deadline.remainingSeconds(),
                    view.events().stream()
                            .map(event -> new EventResponse(event.type(), event.at(), event.detail()))
                            .toList());
        }
    }

    record TicketSla(PolicyRef policy, List<ClockResponse> clocks) {}

    private final ServiceLevels levels;
    private final ServiceDesk desk;
    private final Clock clock;

    SlaController(ServiceLevels levels, ServiceDesk desk, Clock clock) {
        this.levels = levels;
        this.desk = desk;
        this.clock = clock;
    }

    @PostMapping("/api/v1/sla/preview")
    @Operation(operationId = "previewSla", summary = "Preview the promise for a ticket; an absent createdAt means now")
    PreviewResponse preview(Actor actor, @Valid @RequestBody PreviewRequest body) {
        desk.checkStaff(actor);
        var createdAt = Objects.requireNonNullElseGet(body.createdAt(), clock::instant);
        if (createdAt.isBefore(EARLIEST) || createdAt.isAfter(LATEST)) {
            throw InvalidException.field("createdAt", "is from %s to %s".formatted(EARLIEST, LATEST));
        }
        var preview = levels.preview(body.priority(), body.category(), createdAt);
        return new PreviewResponse(
                PolicyRef.of(preview.policy()),
                preview.responseWarnAt(),
                preview.responseDueAt(),
                preview.resolutionWarnAt(),
                preview.resolutionDueAt());
    }

    @GetMapping("/api/v1/sla/at-risk")
    @Operation(
            operationId = "listTicketsAtRisk",
            summary = "List the running promises that are not broken yet, the nearest deadline first")
    CursorList<AtRiskResponse> atRisk(Actor actor, @ParameterObject Slice slice) {
        desk.checkStaff(actor);
        var found = levels.atRisk(slice);
        var tickets =
                desk.summaries(found.items().stream().map(AtRisk::ticketId).toList());
        // Skips tickets that were deleted in the meantime.
        var items = found.items().stream()
                .flatMap(each -> Optional.ofNullable(tickets.get(each.ticketId())).stream()
                        .map(ticket -> new AtRiskResponse(ticket, each.clock(), each.dueAt(), each.remainingSeconds())))
                .toList();
        return new CursorList<>(items, found.nextCursor(), found.total());
    }

    @GetMapping("/api/v1/tickets/{id}/sla")
    @Operation(
            operationId = "getTicketSla",
            summary = "Read both clocks of a ticket with their state and their history")
    TicketSla sla(Actor actor, @PathVariable String id) {
        var clocks = levels.view(desk.read(id, actor).id());
        return new TicketSla(
                PolicyRef.of(clocks.get(0).policy()),
                clocks.stream().map(ClockResponse::of).toList());
    }
}
