package io.ticketflow.notification;

import java.util.List;

/** Says that inboxes have changed. It is published after the commit, in the thread of the request that changed them, so a slow listener delays that request. */
public sealed interface InboxEvent {

    /** These notifications are in their recipients' inboxes now. Whether a recipient may read one is checked when it is shown. */
    record Told(List<Notification> notifications) implements InboxEvent {

        public Told {
            notifications = List.copyOf(notifications);
        }
    }
}
