package io.ticketflow.notification;

/** A way to reach people outside the application. */
public enum Channel {
    EMAIL,
    SMS,
    /** Whole channels of Slack, not single people. */
    SLACK
}
