package io.ticketflow.notification.channel;

import org.jspecify.annotations.Nullable;

/**
 * What a message says by one channel.
 *
 * @param subject one line
 * @param html the same text for mail programs that show it; null when there is only the text
 */
public record Content(String subject, String text, @Nullable String html) {}
