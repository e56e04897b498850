package io.ticketflow.platform;

import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Status;

/** A process that fills its heap until it is not ready, frees it, and fills it again until it ends. */
final class FullHeap {

    static final String NOT_READY = "not ready";
    static final String READY = "ready again";

    private static final Logger LOG = LoggerFactory.getLogger(FullHeap.class);
    private static final int PIECE = 100_000;

    private FullHeap() {}

    public static void main(String[] args) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new EndWithoutMemory());
        EndWithoutMemory.watchThreads();
        var health = new HeapHealth(Duration.ZERO);
        fillUntilNotReady(health, new ArrayList<>());
        if (health.health().getStatus().equals(Status.UP)) {
            System.out.println(READY);
        }
        var kept = new ArrayList<byte[]>();
        fillUntilNotReady(health, kept);
        try {
            while (true) {
                kept.add(new byte[PIECE]);
            }
        } catch (OutOfMemoryError caught) {
            LOG.error("It went wrong", new IllegalStateException(caught));
        }
    }

    private static void fillUntilNotReady(HeapHealth health, List<byte[]> kept) {
        while (health.health().getStatus().equals(Status.UP)) {
            kept.add(new byte[PIECE]);
        }
        System.out.println(NOT_READY);
    }
}
