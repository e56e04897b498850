package io.ticketflow.notification;

import java.util.List;

/** What happened to inboxes, published when it is committed. Whoever listens keeps the request waiting that was the reason for it. */
public sealed interface InboxEvent {

    /** These are in their readers' inboxes now. */
    record Told(List<Notification> notifications) implements InboxEvent {

        public Told {
            notifications = List.copyOf(notifications);
        }
    }
}
