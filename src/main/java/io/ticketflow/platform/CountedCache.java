package io.ticketflow.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

/** Caches whose hits and misses stand in the metrics: {@code cache_gets_total{cache="…"}}. */
public final class CountedCache {

    private CountedCache() {}

    public static <K, V> Cache<K, V> of(String name, Caffeine<Object, Object> limits) {
        // Into the registry that all others copy from, because caches are made before Spring has one.
        return CaffeineCacheMetrics.monitor(
                Metrics.globalRegistry, limits.recordStats().<K, V>build(), name);
    }
}
