package io.ticketflow.notification;

import io.ticketflow.notification.Deliveries.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes mails out of the outbox to the mail server. A mail leaves once, unless this process is killed, or loses the database, between the server's word and
 * ours; then it leaves again under the same Message-ID. While the server is spoken to, no transaction is open and no connection to the database is held.
 */
@Component
class Postman {

    /** How long a mail is ours. Whoever dies with it leaves it to the others then. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** The last mail of a bag is begun before this, so that a slow server does not outlast the lease. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private static final int BAG = 20;

    /** Between a try and the next one; after the one that follows the last it is given up. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofHours(24));

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    private final Deliveries deliveries;
    private final MailServer server;
    private final Clock clock;

    private volatile boolean serverAnswers = true;

    Postman(Deliveries deliveries, MailServer server, Clock clock) {
        this.deliveries = deliveries;
        this.server = server;
        this.clock = clock;
    }

    /** Sends until nothing is due, the server does not answer, or the day is over. */
    void sendWhatIsDue(BooleanSupplier dayIsOver) {
        var goesOn = true;
        while (goesOn && !dayIsOver.getAsBoolean()) {
            var bag = deliveries.takeMails(BAG, LEASE);
            goesOn = !bag.isEmpty() && deliver(bag, dayIsOver);
        }
    }

    /** Answers whether the server could be spoken to. */
    private boolean deliver(List<Taken> bag, BooleanSupplier dayIsOver) {
        var begin = System.nanoTime();
        try (var call = server.call()) {
            heard();
            for (var taken : bag) {
                var late = System.nanoTime() - begin > LONGEST_CALL.toNanos();
                if (call.isAlive() && !late && !dayIsOver.getAsBoolean()) {
                    deliveries.content(taken).ifPresent(mail -> send(taken, mail, call));
                } else {
                    deliveries.giveBack(taken);
                }
            }
            return true;
        } catch (SendingFailedException e) {
            notHeard(e);
            bag.forEach(taken -> failed(taken, e));
            return false;
        }
    }

    private void send(Taken taken, Mail mail, MailServer.Call call) {
        try {
            deliveries.sent(taken, call.send(mail));
        } catch (SendingFailedException e) {
            failed(taken, e);
        }
    }

    private void failed(Taken taken, SendingFailedException failure) {
        if (failure.isForGood() || taken.attempts() > WAITS.size()) {
            LOG.warn("Delivery {} is given up after {} tries: {}", taken.id(), taken.attempts(), failure.reason());
            deliveries.failed(taken, failure.reason());
        } else {
            var wait = WAITS.get(taken.attempts() - 1);
            deliveries.putOff(taken, clock.instant().plus(wait), failure.reason());
        }
    }

    private void heard() {
        if (!serverAnswers) {
            LOG.info("The mail server answers again");
            serverAnswers = true;
        }
    }

    /** Said once, not with every try. */
    private void notHeard(SendingFailedException e) {
        if (serverAnswers) {
            LOG.warn("Mails have to wait. {}", e.reason());
            serverAnswers = false;
        }
    }
}
