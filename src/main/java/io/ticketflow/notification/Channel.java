package io.ticketflow.notification;

/** A way to reach people outside the application. */
enum Channel {
    EMAIL,
    SMS
}
