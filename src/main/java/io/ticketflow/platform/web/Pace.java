package io.ticketflow.platform.web;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client may keep us waiting while it sends or reads one thing: for its patience, and a second more for each {@value #BYTES_PER_SECOND} bytes that have
 * gone over. Only time in which nothing could go over counts, not what we take ourselves. Waiting for the first byte does not count either: before it
 * a connection is idle, which the container bounds.
 */
final class Pace {

    /** A bad telephone line does more. */
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

    /** The next thing begins. */
    synchronized void begin() {
        bytes = 0;
        waited = 0;
        waiting = false;
    }

    /**
     * So many bytes have gone over.
     *
     * @param count 0 when none could
     * @throws SocketTimeoutException when the client has used its time up
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

    /** Whether the client has not taken what there is for it. */
    synchronized boolean isBehind() {
        return waiting || isTooSlow();
    }

    private boolean isTooSlow() {
        return waited > patience + bytes * NANOS_PER_BYTE;
    }
}
