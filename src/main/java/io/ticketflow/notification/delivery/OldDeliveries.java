package io.ticketflow.notification.delivery;

import io.ticketflow.platform.database.OneNodeAtATime;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes deliveries, with their attempts, some time after they have ended. The notifications stay. */
@Component
class OldDeliveries {

    private static final int BATCH = 1_000;

    /** A delivery has ended with its last attempt, or when it was written if there was none. */
    private static final String DELETE_SOME = """
            delete from deliveries where id in (
                select id from deliveries
                where created_at < :before and state <> 'PENDING' and coalesce(sent_at < :before, true) and not exists (
                    select 1 from delivery_attempts attempt
                    where attempt.delivery_id in (deliveries.id, deliveries.digest_id) and attempt.at >= :before)
                order by created_at, id limit :batch for update skip locked)""";

    /** SQL: deletes many rows without reading them. */
    private final JdbcClient jdbc;

    private final OneNodeAtATime oneNode;
    private final Duration kept;
    private final Clock clock;

    OldDeliveries(JdbcClient jdbc, OneNodeAtATime oneNode, DeliverySettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.oneNode = oneNode;
        this.kept = Duration.ofDays(settings.keptDays());
        this.clock = clock;
    }

    /** Each batch is a transaction of its own, so that nothing waits long for its locks. */
    @Scheduled(fixedDelay = 60, initialDelay = 10, timeUnit = TimeUnit.MINUTES)
    void delete() {
        var before = clock.instant().minus(kept);
        var deleted = new AtomicInteger();
        do {
            oneNode.run(() -> deleted.set(deleteSome(before)));
        } while (deleted.get() == BATCH);
    }

    private int deleteSome(Instant before) {
        return jdbc.sql(DELETE_SOME)
                .param("before", Timestamp.from(before))
                .param("batch", BATCH)
                .update();
    }
}
