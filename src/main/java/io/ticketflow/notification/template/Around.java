package io.ticketflow.notification.template;

import org.jspecify.annotations.Nullable;

/**
 * What a message has around its words when it leaves the application.
 *
 * @param number the ticket that it is about; null when it is about none
 * @param link where the reader goes on; null when there is no such place
 * @param turnOff the address that turns off messages like this one; null when a person cannot turn them off
 */
public record Around(
        @Nullable String number,
        @Nullable String link,
        @Nullable String turnOff) {

    /** Nothing: the words say everything. */
    public static final Around NOTHING = new Around(null, null, null);
}
