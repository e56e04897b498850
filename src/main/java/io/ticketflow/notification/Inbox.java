package io.ticketflow.notification;

import io.ticketflow.notification.Notifications.Place;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.Slice;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The notifications that a person was sent in the application and may still read. No person sees another's. */
@Component
@Transactional
public class Inbox {

    private static final String NEWEST_FIRST = "-createdAt";

    private final Notifications notifications;
    private final Clock clock;

    Inbox(Notifications notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    public CursorList<Notification> list(boolean unreadOnly, Slice slice, Actor by) {
        var behind = slice.cursor() == null ? null : place(slice.cursor());
        var found = notifications.of(owner(by), unreadOnly, behind, slice.limit() + 1);
        var total = slice.count() ? notifications.count(owner(by), unreadOnly) : null;
        return CursorList.of(found, slice.limit(), Inbox::cursorBehind, total);
    }

    private static Cursor cursorBehind(Notification last) {
        return new Cursor(
                NEWEST_FIRST, List.of(last.createdAt().toString(), last.id().toString()));
    }

    private static Place place(String cursor) {
        var place = Cursor.decode(cursor, NEWEST_FIRST, 2);
        return new Place(place.instant(0), place.id(1));
    }

    /**
     * The notifications that came after one of the caller's, oldest first. If there are more than {@code most}, the newest of them.
     *
     * @param last the id of one of the caller's notifications; 400 if it is not
     */
    @Transactional(readOnly = true)
    public List<Notification> missedSince(UUID last, int most, Actor by) {
        var known = notifications
                .placeOf(last, owner(by))
                .orElseThrow(() -> new BadParameterException("Last-Event-ID", "is not one of your notifications"));
        return notifications.after(known, owner(by), most);
    }

    /** The notifications that any node wrote for these people after an instant, oldest first. */
    @Transactional(readOnly = true)
    public List<Notification> toldSince(Instant instant, Collection<UUID> people) {
        return notifications.after(instant, people);
    }

    /** Those of the notifications that their recipients may read now. */
    @Transactional(readOnly = true)
    public List<Notification> asOfNow(Collection<UUID> ids) {
        return notifications.withIds(ids);
    }

    /** Answers the caller's notification, or fails with 404 {@code NOTIFICATION_NOT_FOUND}. */
    @Transactional(readOnly = true)
    public Notification read(UUID id, Actor by) {
        return own(id, by);
    }

    /** Marks the notification as read. A second call does not change the time of reading. */
    public Notification markRead(UUID id, Actor by) {
        var notification = own(id, by);
        notification.markRead(clock.instant());
        return notification;
    }

    public void markAllRead(Actor by) {
        notifications.markAllRead(owner(by), clock.instant());
    }

    @Transactional(readOnly = true)
    public long unread(Actor by) {
        return notifications.count(owner(by), true);
    }

    private Notification own(UUID id, Actor by) {
        return notifications
                .find(id, owner(by))
                .orElseThrow(() -> new NotFoundException("NOTIFICATION_NOT_FOUND", "You have no such notification."));
    }

    private static UUID owner(Actor by) {
        return Objects.requireNonNull(by.userId(), "the system has no inbox");
    }
}
