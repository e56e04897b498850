package io.ticketflow.attachment;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes the parts of files whose upload ended when the application was killed. */
@Component
class AbandonedUploads {

    /** No upload takes as long as this, however slow the sender's connection is. */
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
