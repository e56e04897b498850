package io.ticketflow.notification.template;

import org.jspecify.annotations.Nullable;

/**
 * What a person wrote.
 *
 * @param by the name of the person; null when it was written for the system, or the name says nothing
 */
public record Said(@Nullable String by, String words) {

    /** A blank text is missing. */
    static @Nullable Said of(@Nullable String by, @Nullable String words) {
        return words == null || words.isBlank() ? null : new Said(by, words.strip());
    }
}
