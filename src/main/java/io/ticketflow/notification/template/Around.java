package io.ticketflow.notification.template;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a message has around its words when it leaves the application.
 *
 * @param number the ticket that it is about; null when it is about none
 * @param link where the reader goes on; null when there is no such place
 * @param turnOff the address that turns off messages like this one; null when a person cannot turn them off
 * @param readers the names of the people for whom a message goes to Slack; null by other channels
 * @param dueAt the next deadline of the ticket, for Slack; null when there is none
 */
public record Around(
        @Nullable String number,
        @Nullable String link,
        @Nullable String turnOff,
        @Nullable String readers,
        @Nullable Instant dueAt) {

    /** Nothing: the words say everything. */
    public static final Around NOTHING = new Around(null, null, null);

    public Around(@Nullable String number, @Nullable String link, @Nullable String turnOff) {
        this(number, link, turnOff, null, null);
    }

    public Around forSlack(@Nullable String readers, @Nullable Instant dueAt) {
        return new Around(number, link, turnOff, readers, dueAt);
    }
}
