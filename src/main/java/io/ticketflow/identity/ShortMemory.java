package io.ticketflow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Caches that age by our clock, so that whoever moves it sees things as they are then. */
final class ShortMemory {

    private ShortMemory() {}

    static <K, V> Cache<K, V> of(Duration lifetime, Clock clock) {
        return Caffeine.newBuilder()
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .expireAfterWrite(lifetime)
                .maximumSize(10_000)
                .build();
    }
}
