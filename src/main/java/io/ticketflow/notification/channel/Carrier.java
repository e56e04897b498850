package io.ticketflow.notification.channel;

import io.ticketflow.notification.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach people outside the application. It waits for its provider only so long, and it is never called while a transaction is open.
 */
public interface Carrier {

    Channel channel();

    /** Connects to the provider. One call sends any number of letters, one after the other. */
    Call call() throws SendingFailedException;

    /** A conversation with the provider. */
    interface Call extends AutoCloseable {

        Receipt send(Letter letter) throws SendingFailedException;

        /** Whether the provider takes another letter in this call. */
        default boolean isAlive() {
            return true;
        }

        @Override
        default void close() {}
    }

    /**
     * The provider's word that it has accepted a letter.
     *
     * @param providerId how the provider and its reports call the message; null when it has no name there
     * @param parts into how many parts it was cut: the segments of an SMS, otherwise one
     */
    record Receipt(@Nullable String providerId, int parts) {}
}
