package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Carrier;
import io.ticketflow.notification.channel.ChannelSettings;
import io.ticketflow.platform.database.DatabaseOutage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts a postman for each channel, and one for mails with files: as soon as a message was written, and every few seconds for messages that were put off or that another node left behind.
 * Each has a thread of its own, so that a provider that hangs delays only its own channel.
 */
@Component
public class Rounds implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LAST_MESSAGE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final List<Round> rounds;

    private volatile boolean running;

    Rounds(Deliveries deliveries, Attempts attempts, List<Carrier> carriers, ChannelSettings settings, Clock clock) {
        this.rounds = carriers.stream()
                .filter(carrier -> settings.sendByThemselves() && isSetUp(carrier.channel(), settings))
                .flatMap(carrier -> Stream.of(false, true)
                        .filter(withFiles -> !withFiles || carrier.channel() == Channel.EMAIL)
                        .map(withFiles -> new Round(new Postman(deliveries, attempts, carrier, withFiles, clock))))
                .toList();
    }

    /** Teams may get webhooks of their own at any time. */
    private static boolean isSetUp(Channel channel, ChannelSettings settings) {
        return channel == Channel.SLACK || settings.obstacle(channel).isEmpty();
    }

    @Override
    public void start() {
        running = true;
        rounds.forEach(round -> round.thread.start());
    }

    /** Wakes the postmen after a message was committed. Returns at once. */
    public void begin() {
        rounds.forEach(Round::begin);
    }

    @Override
    public void stop() {
        running = false;
        begin();
        var end = System.nanoTime() + LAST_MESSAGE.toNanos();
        try {
            for (var round : rounds) {
                round.thread.join(
                        Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
                if (round.thread.isAlive()) {
                    LOG.warn(
                            "A message by {} is still being sent; the provider may get it again",
                            round.postman.channel());
                }
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

    /** The rounds of one postman. */
    private final class Round {

        private final Postman postman;
        private final Semaphore called = new Semaphore(0);
        private final Thread thread;

        Round(Postman postman) {
            this.postman = postman;
            this.thread = new Thread(this::walk, postman.threadName());
            thread.setDaemon(true);
        }

        void begin() {
            if (called.availablePermits() == 0) {
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
                    LOG.debug("No messages without the database", e);
                } else {
                    LOG.error("A round of the postman failed; the next one follows", e);
                }
            }
        }
    }
}
