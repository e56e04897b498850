package io.ticketflow.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers for good what never changes, such as a deployed model. Threads that ask for the same at one instant each read it: one that waited for another's
 * reading would hold its own connection meanwhile, and the reading may need one.
 */
public final class ReadOnce<K, V> {

    private final Map<K, V> values = new ConcurrentHashMap<>();
    private final Function<? super K, ? extends V> reading;

    public ReadOnce(Function<? super K, ? extends V> reading) {
        this.reading = reading;
    }

    public V get(K key) {
        var known = values.get(key);
        if (known != null) {
            return known;
        }
        V read = reading.apply(key);
        values.put(key, read);
        return read;
    }
}
