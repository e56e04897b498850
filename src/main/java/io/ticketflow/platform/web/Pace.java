package io.ticketflow.platform.web;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client may keep the application waiting while it sends or reads one message: its patience, and one more second for each {@value #BYTES_PER_SECOND}
 * bytes that were transferred. Only the time in which no byte could be transferred counts, not the application's own work. The wait for the first byte does not
 * count: until then a connection is idle, which the container limits.
 */
final class Pace {

    /** A bad telephone line is faster. */
    static final int BYTES_PER_SECOND = 16 << 10;

    private static final long NANOS_PER_BYTE = Duration.ofSeconds(1).toNanos() / BYTES_PER_SECOND;

    private final long patience;
    private final LongSupplier nanoTime;

    private long bytes;
    private long waited;
    private boolean waiting;
    private long waitingSince;

    Pace(Duration patience, LongSupplier nanoTime) {
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Starts the measurement of the next message. */
    synchronized void begin() {
        bytes = 0;
        waited = 0;
        waiting = false;
    }

    /**
     * Records that bytes were transferred.
     *
     * @param count 0 when none could be transferred
     * @throws SocketTimeoutException when the client has used up its time
     */
    synchronized void moved(int count) throws SocketTimeoutException {
        if (count == 0 && !waiting) {
            waiting = true;
            waitingSince = nanoTime.getAsLong();
        } else if (count > 0) {
            if (waiting && bytes > 0) {
                waited += nanoTime.getAsLong() - waitingSince;
            }
            waiting = false;
            bytes += count;
            if (isTooSlow()) {
                throw new SocketTimeoutException("The client was waited for long enough");
            }
        }
    }

    /** Whether the client leaves bytes unread that wait for it. */
    synchronized boolean isBehind() {
        return waiting || isTooSlow();
    }

    private boolean isTooSlow() {
        return waited > patience + bytes * NANOS_PER_BYTE;
    }
}
