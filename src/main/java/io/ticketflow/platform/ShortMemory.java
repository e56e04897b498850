package io.ticketflow.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Caches that age by our clock, so that whoever moves it sees things as they are then. */
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

    /** Forgets now and, within a transaction, once more when others can see what it changed. */
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
