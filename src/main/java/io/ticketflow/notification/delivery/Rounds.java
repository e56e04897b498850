package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.ChannelSettings;
import io.ticketflow.platform.database.DatabaseOutage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the postman: as soon as a message was written, and every few seconds for mails that were put off or that another node left behind. It runs in a thread
 * of its own, so that a mail server that hangs delays nothing else.
 */
@Component
public class Rounds implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LAST_MAIL = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Postman postman;
    private final boolean wanted;
    private final Semaphore called = new Semaphore(0);
    private final Thread thread = new Thread(this::walk, "mail");

    private volatile boolean running;

    Rounds(Postman postman, ChannelSettings settings) {
        this.postman = postman;
        this.wanted =
                settings.sendByThemselves() && settings.obstacle(Channel.EMAIL).isEmpty();
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        if (wanted) {
            running = true;
            thread.start();
        }
    }

    /** Wakes the postman after a message was committed. Returns at once. */
    public void begin() {
        if (running && called.availablePermits() == 0) {
            called.release();
        }
    }

    private void walk() {
        try {
            while (running) {
                round();
                var unused = called.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                called.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            postman.sendWhatIsDue(() -> !running);
        } catch (RuntimeException e) {
            if (DatabaseOutage.isBehind(e)) {
                LOG.debug("No mails without the database", e);
            } else {
                LOG.error("A round of the postman failed; the next one follows", e);
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        called.release();
        try {
            thread.join(LAST_MAIL.toMillis());
            if (thread.isAlive()) {
                LOG.warn("A mail is still being sent; the mail server may get it again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Spring stops it after the web server has answered the last request. */
    @Override
    public int getPhase() {
        return 0;
    }
}
