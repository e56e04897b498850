package io.ticketflow.notification.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ticketflow.notification.Channel;
import io.ticketflow.platform.RecentCount;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** What an operator watches of each channel: what waits, what was sent and how quickly, and what was given up. What waits is counted every ten seconds at most. */
@Component
class DeliveryMetrics implements MeterBinder {

    /** Why a message was given up, as a label. */
    private enum Reason {
        /** The provider refuses this message for good, such as for its address. */
        REFUSED,
        /** The fault lies with the provider or its settings. */
        PROVIDER,
        /** Each attempt was put off, the last one, too. */
        TRIED_OFTEN;

        static Reason of(Deliveries.GivenUp givenUp) {
            if (givenUp.forGood()) {
                return REFUSED;
            }
            return givenUp.atTheServer() ? PROVIDER : TRIED_OFTEN;
        }
    }

    private static final String PENDING = " from deliveries where state = 'PENDING' and channel = :channel";

    /** Without the messages that wait for the end of quiet hours, or of a limit: nothing is wrong with those. */
    private static final String LATE = PENDING + " and (attempts > 0 or next_attempt_at <= :now)";

    private final ObjectProvider<MeterRegistry> registry;
    /** SQL: counts over many rows, outside of our transactions. */
    private final JdbcClient jdbc;

    private final Clock clock;

    DeliveryMetrics(ObjectProvider<MeterRegistry> registry, JdbcClient jdbc, Clock clock) {
        this.registry = registry;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        gauge("ticketflow.outbox.pending", this::pending)
                .description("Messages that wait to be sent")
                .register(metrics);
        for (var channel : Channel.values()) {
            gauge("ticketflow.deliveries.pending", () -> pending(channel))
                    .description("Messages that wait to be sent by the channel")
                    .tag("channel", nameOf(channel))
                    .register(metrics);
            gauge("ticketflow.deliveries.oldest.pending.seconds", () -> oldest(channel))
                    .description("The age of the oldest message that should have left")
                    .tag("channel", nameOf(channel))
                    .register(metrics);
            sent(channel, metrics);
            for (var reason : Reason.values()) {
                failed(channel, reason, metrics);
            }
        }
    }

    private Gauge.Builder<RecentCount> gauge(String name, LongSupplier count) {
        return Gauge.builder(name, new RecentCount(clock, count), RecentCount::get)
                .strongReference(true);
    }

    private static Timer sent(Channel channel, MeterRegistry metrics) {
        return Timer.builder("ticketflow.deliveries.sent")
                .description("Messages that a provider accepted, and how long after they were written")
                .tag("channel", nameOf(channel))
                .serviceLevelObjectives(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofDays(1))
                .register(metrics);
    }

    private static Counter failed(Channel channel, Reason reason, MeterRegistry metrics) {
        return Counter.builder("ticketflow.deliveries.failed")
                .description("Messages that were given up")
                .tag("channel", nameOf(channel))
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(metrics);
    }

    @TransactionalEventListener
    void on(Deliveries.Sent sent) {
        sent(sent.channel(), registry.getObject()).record(sent.afterItWasWritten());
    }

    @TransactionalEventListener
    void on(Deliveries.GivenUp givenUp) {
        failed(givenUp.channel(), Reason.of(givenUp), registry.getObject()).increment();
    }

    private static String nameOf(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT);
    }

    private long pending() {
        return jdbc.sql("select count(*) from deliveries where state = 'PENDING'")
                .query(Long.class)
                .single();
    }

    private long pending(Channel channel) {
        return jdbc.sql("select count(*)" + PENDING)
                .param("channel", channel.name())
                .query(Long.class)
                .single();
    }

    private long oldest(Channel channel) {
        var now = Timestamp.from(clock.instant());
        return jdbc.sql("select coalesce(extract(epoch from :now - min(created_at)), 0)" + LATE)
                .param("channel", channel.name())
                .param("now", now)
                .query(Long.class)
                .single();
    }
}
