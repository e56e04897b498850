package io.ticketflow.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

/** Creates caches whose hits and misses appear in the metrics as {@code cache_gets_total{cache="…"}}. */
public final class CountedCache {

    private CountedCache() {}

    public static <K, V> Cache<K, V> of(String name, Caffeine<Object, Object> limits) {
        // The global registry forwards to Spring's registry, which does not exist yet when caches are created.
        return CaffeineCacheMetrics.monitor(
                Metrics.globalRegistry, limits.recordStats().<K, V>build(), name);
    }
}
