package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Carrier;
import io.ticketflow.notification.channel.SendingFailedException;
import io.ticketflow.notification.delivery.Attempts.Attempt;
import io.ticketflow.notification.delivery.Attempts.Begun;
import io.ticketflow.notification.delivery.Deliveries.Taken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the messages of the outbox by one channel. A message is sent once, unless this process is killed or loses the database after the provider has accepted
 * the message and before the outcome is written down. Then it is sent again with the same id. While the postman talks to the provider, it has no transaction
 * open and holds no database connection.
 */
class Postman {

    /** For how long this node takes a message. If the node dies, the other nodes send the message after that. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** The same for a message with a file, each statement of which may take as long as those of jobs. */
    private static final Duration LEASE_WITH_FILE = Duration.ofMinutes(10);

    /** The postman begins no message of a bag after this time, so that a slow provider does not outlast the lease. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private static final int BAG = 20;

    /** The pauses between the attempts. After the attempt that follows the last pause, the message is given up. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofHours(24));

    /** A provider that asks for a longer pause is asked again after this one. */
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Carrier carrier;
    private final Channel channel;
    private final boolean withFiles;
    private final Clock clock;

    private volatile boolean providerAnswers = true;

    /**
     * Makes a postman for a channel.
     *
     * @param withFiles whether it sends the messages with files, one at a time; otherwise it sends all others, which do not wait until a file is made
     */
    Postman(Deliveries deliveries, Attempts attempts, Carrier carrier, boolean withFiles, Clock clock) {
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.carrier = carrier;
        this.channel = carrier.channel();
        this.withFiles = withFiles;
        this.clock = clock;
    }

    Channel channel() {
        return channel;
    }

    /** The name of its thread. */
    String threadName() {
        return "postman-" + channel.name().toLowerCase(Locale.ROOT) + (withFiles ? "-files" : "");
    }

    /** Sends messages until none is due, the provider does not answer, or {@code dayIsOver} says so. */
    void sendWhatIsDue(BooleanSupplier dayIsOver) {
        if (channel != Channel.SLACK) {
            // Slack has no quiet hours, and a message there is over only when it is over for all its readers.
            deliveries.withdrawWhatIsOver(channel);
            deliveries.followQuietHours(channel);
        }
        deliveries.leaveAlone(channel);
        var goesOn = true;
        while (goesOn && !dayIsOver.getAsBoolean()) {
            var bag = withFiles
                    ? deliveries.takeWithFile(channel, LEASE_WITH_FILE)
                    : deliveries.take(channel, BAG, LEASE);
            goesOn = !bag.isEmpty() && deliver(bag, dayIsOver);
        }
    }

    /** Answers whether the provider could be reached. */
    private boolean deliver(List<Taken> bag, BooleanSupplier dayIsOver) {
        var begin = System.nanoTime();
        try (var call = carrier.call()) {
            heard();
            for (var taken : bag) {
                var late = System.nanoTime() - begin > LONGEST_CALL.toNanos();
                if (call.isAlive() && !late && !dayIsOver.getAsBoolean()) {
                    attempts.begin(taken).ifPresent(begun -> send(begun, call));
                } else {
                    deliveries.giveBack(taken);
                }
            }
            return true;
        } catch (SendingFailedException e) {
            notHeard(e);
            bag.forEach(taken -> notReached(taken, e));
            return false;
        }
    }

    private void send(Begun begun, Carrier.Call call) {
        try {
            attempts.sent(begun.attempt(), call.send(begun.packed()));
        } catch (SendingFailedException e) {
            failed(begun.attempt(), e);
        }
    }

    private void failed(Attempt attempt, SendingFailedException failure) {
        var taken = attempt.taken();
        var pause = failure.pause().compareTo(LONGEST_PAUSE) < 0 ? failure.pause() : LONGEST_PAUSE;
        if (failure.isForGood() || wasLast(taken)) {
            givenUp(taken, failure);
            attempts.giveUp(attempt, failure);
        } else {
            attempts.putOff(attempt, nextTry(taken, pause), failure.reason(), pause);
        }
    }

    private void notReached(Taken taken, SendingFailedException failure) {
        if (wasLast(taken)) {
            givenUp(taken, failure);
            attempts.giveUp(attempts.inVain(taken, channel), failure);
        } else {
            attempts.putOff(
                    attempts.inVain(taken, channel), nextTry(taken, Duration.ZERO), failure.reason(), Duration.ZERO);
        }
    }

    private static boolean wasLast(Taken taken) {
        return taken.tries() > WAITS.size();
    }

    private Instant nextTry(Taken taken, Duration pause) {
        return clock.instant().plus(pause.isZero() ? WAITS.get(taken.tries() - 1) : pause);
    }

    private static void givenUp(Taken taken, SendingFailedException failure) {
        LOG.warn("Delivery {} is given up after {} tries: {}", taken.id(), taken.attempts(), failure.reason());
    }

    private void heard() {
        if (!providerAnswers) {
            LOG.info("The provider of {} answers again", channel);
            providerAnswers = true;
        }
    }

    /** Logs an outage once, not at every attempt. */
    private void notHeard(SendingFailedException e) {
        if (providerAnswers) {
            LOG.warn("Messages by {} have to wait. {}", channel, e.reason());
            providerAnswers = false;
        }
    }
}
