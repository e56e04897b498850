package io.ticketflow.notification;

import java.util.List;

/** What happened to inboxes, published when it is committed. A listener keeps the request waiting that was the reason for it. */
public sealed interface InboxEvent {

    /** These are in their readers' inboxes now, as far as they may read them: that is asked when they are shown. */
    record Told(List<Notification> notifications) implements InboxEvent {

        public Told {
            notifications = List.copyOf(notifications);
        }
    }
}
