package io.ticketflow.notification.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Inbox;
import io.ticketflow.notification.Notification;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/notifications")
@Tag(name = "Notifications", description = "The notifications of the caller")
class NotificationController {

    record TicketReference(UUID id, String number) {

        static @Nullable TicketReference of(@Nullable UUID id, @Nullable String number) {
            return id == null || number == null ? null : new TicketReference(id, number);
        }
    }

    record NotificationResponse(
            UUID id,
            Event event,
            String title,
            String body,
            @Nullable TicketReference ticket,
            Instant createdAt,
            @Nullable Instant readAt) {

        static NotificationResponse of(Notification notification) {
            return new NotificationResponse(
                    notification.id(),
                    notification.event(),
                    notification.title(),
                    notification.body(),
                    TicketReference.of(notification.ticketId(), notification.ticketNumber()),
                    notification.createdAt(),
                    notification.readAt());
        }
    }

    record UnreadCount(long count) {}

    private static final int RESUMED = 100;

    private final Inbox inbox;
    private final NotificationStreams streams;

    NotificationController(Inbox inbox, NotificationStreams streams) {
        this.inbox = inbox;
        this.streams = streams;
    }

    @GetMapping
    @Operation(operationId = "listNotifications", summary = "List the caller's notifications, newest first")
    @ApiResponse(responseCode = "200", description = "A page of the list", useReturnTypeSchema = true)
    CursorList<NotificationResponse> list(
            Actor actor,
            @RequestParam(defaultValue = "false") @Parameter(description = "Only unread notifications") boolean unread,
            @ParameterObject Slice slice) {
        return inbox.list(unread, slice, actor).map(NotificationResponse::of);
    }

    @GetMapping("/stream")
    @Operation(
            operationId = "streamNotifications",
            summary = "Stream the caller's new notifications as they come",
            description =
                    "Server-sent events: the id is the notification's, the data are the answer of `GET /notifications/{id}`."
                            + " A client that sends `Last-Event-ID` first gets the notifications after that one, at most the last 100."
                            + " A line with a colon every 15 seconds shows that the stream is alive. The stream ends with the session,"
                            + " the account or the access token; when its reader stops being staff, or reads nothing for two seconds"
                            + " while events wait; and when the reader opens five other streams.")
    @ApiResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = NotificationResponse.class)))
    void stream(
            Actor actor,
            @AuthenticationPrincipal SignedIn reader,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable UUID last,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        streams.open(reader, () -> last == null ? List.of() : inbox.missedSince(last, RESUMED, actor), request);
        // The stream sends nothing before this thread leaves the controller.
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        // Without this header a proxy may buffer events.
        response.setHeader("X-Accel-Buffering", "no");
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getNotification", summary = "Read one of the caller's notifications")
    @ApiResponse(responseCode = "200", description = "The notification", useReturnTypeSchema = true)
    ResponseEntity<NotificationResponse> read(Actor actor, @PathVariable UUID id) {
        var notification = NotificationResponse.of(inbox.read(id, actor));
        return ResponseEntity.ok().eTag(ETags.ofContent(notification)).body(notification);
    }

    @PatchMapping("/{id}/read")
    @Operation(
            operationId = "markNotificationRead",
            summary = "Mark a notification as read; a repetition changes nothing")
    @ApiResponse(responseCode = "200", description = "The notification, marked as read", useReturnTypeSchema = true)
    NotificationResponse markRead(Actor actor, @PathVariable UUID id) {
        return NotificationResponse.of(inbox.markRead(id, actor));
    }

    @PatchMapping("/read-all")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "markAllNotificationsRead", summary = "Mark all notifications of the caller as read")
    @ApiResponse(responseCode = "204", description = "All notifications are marked as read")
    void markAllRead(Actor actor) {
        inbox.markAllRead(actor);
    }

    @GetMapping("/unread-count")
    @Operation(operationId = "countUnreadNotifications", summary = "Count the caller's unread notifications")
    @ApiResponse(responseCode = "200", description = "The number", useReturnTypeSchema = true)
    UnreadCount unreadCount(Actor actor) {
        return new UnreadCount(inbox.unread(actor));
    }
}
