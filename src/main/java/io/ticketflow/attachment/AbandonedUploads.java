package io.ticketflow.attachment;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears away what arrived of files while the application was killed. */
@Component
class AbandonedUploads {

    /** However slow somebody's line is, no upload takes as long. */
    static final Duration AFTER = Duration.ofDays(1);

    private final FileContents contents;

    AbandonedUploads(FileContents contents) {
        this.contents = contents;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    void tidy() {
        contents.discardAbandoned(AFTER);
    }
}
