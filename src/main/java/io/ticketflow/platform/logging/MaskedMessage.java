package io.ticketflow.platform.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

/** Masks the message of a plain log line. */
public class MaskedMessage extends MessageConverter {

    @Override
    public @Nullable String convert(ILoggingEvent event) {
        var message = super.convert(event);
        return message == null ? null : Masking.mask(message);
    }
}
