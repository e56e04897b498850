package io.ticketflow.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Caches without end things that never change, such as deployed models. Threads that ask for the same key at the same time each read it: a thread that waited
 * for another's read would keep its own connection meanwhile, and the read may need a connection, too.
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
