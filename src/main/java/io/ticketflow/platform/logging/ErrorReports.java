package io.ticketflow.platform.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sentry.Hint;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions;
import io.sentry.SentryOptions.RequestSize;
import io.sentry.logback.SentryAppender;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Sends logged errors to Sentry if SENTRY_DSN is set. They are masked like the log. */
@Component
class ErrorReports implements DisposableBean {

    private static final String CONTEXT = "MDC";
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SentryAppender appender = new SentryAppender();

    ErrorReports(@Value("${ticketflow.sentry-dsn}") String dsn, Settings settings) {
        if (!dsn.isBlank()) {
            start(dsn, settings.environment().name().toLowerCase(Locale.ROOT));
        }
    }

    private void start(String dsn, String environment) {
        try {
            Sentry.init(options -> configure(options, dsn, environment));
        } catch (IllegalArgumentException notReadable) {
            throw new CannotStartException("SENTRY_DSN is not the DSN of a Sentry project", notReadable);
        }
        var root = root();
        appender.setContext(root.getLoggerContext());
        appender.setMinimumEventLevel(Level.ERROR);
        // Sends no earlier log lines of the thread, because they belong to other people's requests.
        appender.setMinimumBreadcrumbLevel(Level.OFF);
        appender.start();
        root.addAppender(appender);
    }

    /** Leaves out the caller and the request's content. */
    private static void configure(SentryOptions options, String dsn, String environment) {
        options.setDsn(dsn);
        options.setEnvironment(environment);
        options.setSendDefaultPii(false);
        options.setMaxRequestBodySize(RequestSize.NONE);
        options.setMaxBreadcrumbs(0);
        options.setAttachServerName(false);
        options.setSendModules(false);
        options.setBeforeSend(ErrorReports::masked);
    }

    static SentryEvent masked(SentryEvent event, Hint hint) {
        hint.clearAttachments();
        event.setUser(null);
        event.setRequest(null);
        event.setBreadcrumbs(null);
        event.setExtras(null);
        var message = event.getMessage();
        if (message != null) {
            message.setMessage(maskedOrNull(message.getMessage()));
            message.setFormatted(maskedOrNull(message.getFormatted()));
            message.setParams(null);
        }
        var failures = event.getExceptions();
        if (failures != null) {
            failures.forEach(failure -> failure.setValue(maskedOrNull(failure.getValue())));
        }
        if (event.getContexts().get(CONTEXT) instanceof Map<?, ?> context) {
            var masked = new LinkedHashMap<String, String>();
            context.forEach((name, value) -> masked.put(String.valueOf(name), Masking.mask(String.valueOf(value))));
            event.getContexts().put(CONTEXT, masked);
        }
        return event;
    }

    private static @Nullable String maskedOrNull(@Nullable String text) {
        return text == null ? null : Masking.mask(text);
    }

    @Override
    public void destroy() {
        if (appender.isStarted()) {
            root().detachAppender(appender);
            appender.stop();
            Sentry.flush(LAST_WORDS.toMillis());
            Sentry.close();
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
