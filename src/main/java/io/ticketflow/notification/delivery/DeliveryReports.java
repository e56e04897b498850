package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down what a provider reports about a message after it has accepted it. DELIVERED and FAILED are final, so a report that arrives again, or too late,
 * changes nothing. A report may arrive before the provider's answer; it counts if its message was never heard of.
 */
@Component
@Transactional
public class DeliveryReports {

    private static final String OF_THIS_MESSAGE = """
            where (id = :delivery and attempts > 0 or digest_id = :delivery)
                and (state = 'SENT' and provider_id = :message
                    or state = 'PENDING' and not exists (select 1 from delivery_attempts where provider_id = :message))""";

    /** SQL: one statement compares and changes the rows of a message. */
    private final JdbcClient jdbc;

    private final ApplicationEventPublisher events;
    private final Clock clock;

    DeliveryReports(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The message has arrived.
     *
     * @param message the provider's id of the message
     */
    public void delivered(UUID delivery, String message) {
        jdbc.sql("""
                        update deliveries set state = 'DELIVERED', provider_id = :message, sent_at = coalesce(sent_at, :now), next_attempt_at = null,
                            last_error = null, body = null
                        """ + OF_THIS_MESSAGE)
                .param("delivery", delivery)
                .param("message", message)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The message will not arrive. It is not sent again. */
    public void failed(UUID delivery, String message, String reason) {
        var failed = jdbc.sql("""
                        update deliveries set state = 'FAILED', provider_id = :message, sent_at = null, next_attempt_at = null, last_error = :reason,
                            body = null
                        """ + OF_THIS_MESSAGE)
                .param("delivery", delivery)
                .param("message", message)
                .param("reason", reason)
                .update();
        if (failed > 0) {
            events.publishEvent(new Deliveries.GivenUp(delivery, Channel.SMS, reason, true, false));
        }
    }
}
