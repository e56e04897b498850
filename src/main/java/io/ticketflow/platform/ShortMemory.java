package io.ticketflow.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Creates caches that use the application's clock, so that tests can move their time. */
public final class ShortMemory {

    private ShortMemory() {}

    public static <K, V> Cache<K, V> of(String name, Duration lifetime, Clock clock) {
        return CountedCache.of(
                name,
                Caffeine.newBuilder()
                        .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                        .expireAfterWrite(lifetime)
                        .maximumSize(10_000));
    }

    /** Runs now and, within a transaction, again after its end, when others can see the change. */
    public static void nowAndAtTheEnd(Runnable forgetting) {
        forgetting.run();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    forgetting.run();
                }
            });
        }
    }
}
