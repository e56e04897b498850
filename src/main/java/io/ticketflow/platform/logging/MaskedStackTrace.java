package io.ticketflow.platform.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/** The stack trace below a line of text, with what exceptions say. */
public class MaskedStackTrace extends ExtendedWhitespaceThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
        return Masking.mask(super.throwableProxyToString(failure));
    }
}
