package io.ticketflow.notification.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.delivery.Delivery.State;
import io.ticketflow.notification.delivery.DeliveryFilter;
import io.ticketflow.notification.delivery.DeliveryFinder;
import io.ticketflow.notification.delivery.DeliveryFinder.Found;
import io.ticketflow.notification.delivery.DeliveryFinder.Tried;
import io.ticketflow.notification.delivery.Retries;
import io.ticketflow.notification.web.NotificationController.TicketReference;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.ticket.ServiceDesk;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/notifications/deliveries")
@Tag(name = "Deliveries", description = "What leaves the application, and what became of it. Allowed to ADMIN")
class DeliveryController {

    @Schema(
            description =
                    "A message on its way to one recipient, who is masked. The event, the notification and the ticket are null for a mail about"
                            + " an account; attempts is the number of attempts")
    record DeliveryResponse(
            UUID id,
            @Nullable UUID notificationId,
            @Nullable Event event,
            @Nullable TicketReference ticket,
            Channel channel,
            String recipient,
            State state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            @Nullable String providerId,
            Instant createdAt,
            @Nullable Instant sentAt) {

        static DeliveryResponse of(Found found) {
            return new DeliveryResponse(
                    found.id(),
                    found.notificationId(),
                    found.event(),
                    TicketReference.of(found.ticketId(), found.ticketNumber()),
                    found.channel(),
                    found.recipient(),
                    found.state(),
                    found.attempts(),
                    found.nextAttemptAt(),
                    found.lastError(),
                    found.providerId(),
                    found.createdAt(),
                    found.sentAt());
        }
    }

    @Schema(description = "A delivery with each attempt to send it, oldest first")
    record DeliveryWithAttempts(
            UUID id,
            @Nullable UUID notificationId,
            @Nullable Event event,
            @Nullable TicketReference ticket,
            Channel channel,
            String recipient,
            State state,
            List<AttemptResponse> attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            @Nullable String providerId,
            Instant createdAt,
            @Nullable Instant sentAt) {

        static DeliveryWithAttempts of(Found found, List<Tried> attempts) {
            return new DeliveryWithAttempts(
                    found.id(),
                    found.notificationId(),
                    found.event(),
                    TicketReference.of(found.ticketId(), found.ticketNumber()),
                    found.channel(),
                    found.recipient(),
                    found.state(),
                    attempts.stream().map(AttemptResponse::of).toList(),
                    found.nextAttemptAt(),
                    found.lastError(),
                    found.providerId(),
                    found.createdAt(),
                    found.sentAt());
        }
    }

    record AttemptResponse(
            Instant at,
            DeliveryFinder.Outcome outcome,
            @Nullable String error) {

        static AttemptResponse of(Tried tried) {
            return new AttemptResponse(tried.at(), tried.outcome(), tried.error());
        }
    }

    @Schema(description = "The same filters as those of the list")
    record RetryFilter(
            @Nullable
            @Schema(
                    description =
                            "FAILED if absent. SUPPRESSED selects only what was suppressed because settings of the channel were missing;"
                                    + " PENDING is tried at once")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<@NotNull State> state,

            @Nullable @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<@NotNull Channel> channel,

            @Nullable @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<@NotNull Event> event,

            @Nullable @Schema(description = "Its id or number")
            String ticket,

            @Nullable Instant from,
            @Nullable Instant to) {}

    record RetryAll(@Valid @NotNull RetryFilter filter) {}

    record Retried(
            @Schema(description = "How many messages are sent again")
            int retried,

            @Schema(description = "Whether the filter selects more messages; send the request again for them")
            boolean more) {}

    private final DeliveryFinder deliveries;
    private final Retries retries;
    private final ServiceDesk desk;

    DeliveryController(DeliveryFinder deliveries, Retries retries, ServiceDesk desk) {
        this.deliveries = deliveries;
        this.retries = retries;
        this.desk = desk;
    }

    @GetMapping
    @Operation(
            operationId = "listDeliveries",
            summary = "List deliveries, newest first",
            description =
                    "To give several values of a filter, repeat the parameter or separate the values with commas. Deliveries that ended"
                            + " long ago are deleted. Allowed to ADMIN.")
    @ApiResponse(responseCode = "200", description = "A page of the list", useReturnTypeSchema = true)
    CursorList<DeliveryResponse> list(
            Actor actor,
            @RequestParam(defaultValue = "") List<State> state,
            @RequestParam(defaultValue = "") List<Channel> channel,
            @RequestParam(defaultValue = "") List<Event> event,
            @RequestParam(defaultValue = "") @Parameter(description = "Its id or number") String ticket,
            @RequestParam(required = false) @Parameter(description = "Written at this instant or later") @Nullable
                    Instant from,
            @RequestParam(required = false) @Parameter(description = "Written before this instant") @Nullable
                    Instant to,
            @ParameterObject Slice slice) {
        deliveries.requireAdministrator(actor);
        return deliveries
                .list(new DeliveryFilter(state, channel, event, ticketId(ticket, actor), from, to), slice, actor)
                .map(DeliveryResponse::of);
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "getDelivery",
            summary = "Read a delivery with its attempts",
            description =
                    "The outcome of an attempt is NODE_ENDED when the node died during it: the provider may have accepted the message."
                            + " Allowed to ADMIN.")
    @ApiResponse(responseCode = "200", description = "The delivery", useReturnTypeSchema = true)
    ResponseEntity<DeliveryWithAttempts> read(Actor actor, @PathVariable UUID id) {
        var delivery = DeliveryWithAttempts.of(deliveries.read(id, actor), deliveries.attempts(id, actor));
        return ResponseEntity.ok().eTag(ETags.ofContent(delivery)).body(delivery);
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "retryDelivery",
            summary = "Send a message again",
            description =
                    "A message that failed, or was suppressed because settings were missing, is sent again; a message that waits is tried at"
                            + " once. Quiet hours, limits and what the recipient may read are asked again. 409: ALREADY_SENT; WITHDRAWN;"
                            + " CHANNEL_OFF, settings are missing; TEXT_DELETED and LINK_ENDED for mails about accounts. Allowed to ADMIN.")
    @ApiResponse(responseCode = "202", description = "The delivery, which is sent soon", useReturnTypeSchema = true)
    DeliveryResponse retry(Actor actor, @PathVariable UUID id) {
        retries.retry(id, actor);
        return DeliveryResponse.of(deliveries.read(id, actor));
    }

    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "retryDeliveries",
            summary = "Send all messages again that a filter selects",
            description =
                    "Up to 10 000 in a request. Messages that cannot be sent again are left as they are. Allowed to ADMIN.")
    @ApiResponse(
            responseCode = "202",
            description = "The number of messages that are sent soon",
            useReturnTypeSchema = true)
    Retried retryAll(Actor actor, @Valid @RequestBody RetryAll body) {
        deliveries.requireAdministrator(actor);
        var filter = body.filter();
        var states = orEmpty(filter.state());
        if (states.contains(State.SENT) || states.contains(State.DELIVERED)) {
            throw InvalidException.field("filter.state", "must not select messages that were sent");
        }
        var retried = retries.retryAll(
                new DeliveryFilter(
                        states,
                        orEmpty(filter.channel()),
                        orEmpty(filter.event()),
                        ticketId(Objects.requireNonNullElse(filter.ticket(), ""), actor),
                        filter.from(),
                        filter.to()),
                actor);
        return new Retried(retried.retried(), retried.more());
    }

    private @Nullable UUID ticketId(String ticket, Actor actor) {
        return ticket.isEmpty() ? null : desk.read(ticket, actor).id();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> values) {
        return Objects.requireNonNullElse(values, List.of());
    }
}
