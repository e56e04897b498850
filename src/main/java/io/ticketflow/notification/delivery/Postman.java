package io.ticketflow.notification.delivery;

import io.ticketflow.notification.channel.Mail;
import io.ticketflow.notification.channel.MailServer;
import io.ticketflow.notification.channel.SendingFailedException;
import io.ticketflow.notification.delivery.Deliveries.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends the mails of the outbox to the mail server. A mail is sent once, unless this process is killed or loses the database after the server has accepted the
 * mail and before the outcome is written down. Then it is sent again under the same Message-ID. While the postman talks to the server, it has no transaction
 * open and holds no database connection.
 */
@Component
public class Postman {

    /** For how long this node takes a mail. If the node dies, the other nodes send the mail after that. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** The postman begins no mail of a bag after this time, so that a slow server does not outlast the lease. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private static final int BAG = 20;

    /** The pauses between the attempts. After the attempt that follows the last pause, the mail is given up. */
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

    public Postman(Deliveries deliveries, MailServer server, Clock clock) {
        this.deliveries = deliveries;
        this.server = server;
        this.clock = clock;
    }

    /** Sends mails until none is due, the server does not answer, or {@code dayIsOver} says so. */
    public void sendWhatIsDue(BooleanSupplier dayIsOver) {
        deliveries.withdrawWhatIsOver();
        deliveries.followQuietHours();
        var goesOn = true;
        while (goesOn && !dayIsOver.getAsBoolean()) {
            var bag = deliveries.takeMails(BAG, LEASE);
            goesOn = !bag.isEmpty() && deliver(bag, dayIsOver);
        }
    }

    /** Answers whether the server could be reached. */
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
            deliveries.giveUp(taken, failure.reason(), failure.isAtTheServer());
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

    /** Logs an outage once, not at every attempt. */
    private void notHeard(SendingFailedException e) {
        if (serverAnswers) {
            LOG.warn("Mails have to wait. {}", e.reason());
            serverAnswers = false;
        }
    }
}
