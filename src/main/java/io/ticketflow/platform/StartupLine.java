package io.ticketflow.platform;

import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs where the application can be reached, and what the operator needs to go on. */
@Component
class StartupLine {

    private static final Logger LOG = LoggerFactory.getLogger(StartupLine.class);

    private final Settings settings;
    private final JdbcConnectionDetails database;
    private final ObjectProvider<StartupNote> notes;

    StartupLine(Settings settings, JdbcConnectionDetails database, ObjectProvider<StartupNote> notes) {
        this.settings = settings;
        this.database = database;
        this.notes = notes;
    }

    @EventListener
    void on(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web) {
            LOG.info(
                    "{} is ready on http://localhost:{}, data in {}{}",
                    settings.appName(),
                    web.getWebServer().getPort(),
                    database,
                    notes.orderedStream()
                            .flatMap(note -> note.text().stream())
                            .map(text -> "; " + text)
                            .collect(Collectors.joining()));
        }
    }
}
