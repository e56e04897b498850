package io.ticketflow.notification.delivery;

import io.ticketflow.notification.channel.Carrier;
import io.ticketflow.notification.channel.MailServer;
import io.ticketflow.notification.channel.TestChannels;
import io.ticketflow.platform.Settings;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lets tests send what is due. */
@Component
public class TestPost {

    private final List<Carrier> carriers;
    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Settings settings;
    private final Clock clock;

    TestPost(List<Carrier> carriers, Deliveries deliveries, Attempts attempts, Settings settings, Clock clock) {
        this.carriers = carriers;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sends by all channels of the application. */
    public void sendAll() {
        carriers.forEach(this::sendAllBy);
    }

    public void sendAllBy(Carrier carrier) {
        postman(carrier).sendWhatIsDue(() -> false);
        sendFilesBy(carrier);
    }

    /** Sends by all channels of the application what has no file. */
    public void sendAllWithoutFiles() {
        carriers.forEach(carrier -> postman(carrier).sendWhatIsDue(() -> false));
    }

    private void sendFilesBy(Carrier carrier) {
        new Postman(deliveries, attempts, carrier, true, clock).sendWhatIsDue(() -> false);
    }

    /** Sends mails to the server at this port of this machine. */
    public void sendAllTo(int port) {
        sendAllBy(new MailServer(TestChannels.mailAt(port), settings, clock));
    }

    Postman postman(Carrier carrier) {
        return new Postman(deliveries, attempts, carrier, false, clock);
    }
}
