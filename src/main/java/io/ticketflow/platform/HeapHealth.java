package io.ticketflow.platform;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Takes the node out of service when the objects in use fill nearly all of the heap, before an allocation fails and the process ends. */
@Component("heap")
class HeapHealth implements HealthIndicator {

    private static final double NEARLY_ALL = 0.9;

    /** The garbage collection that finds out pauses the application, so it runs at most this often. */
    private static final Duration LOOKED_AGAIN = Duration.ofSeconds(10);

    /** The pools of long-lived objects; only these have a usage threshold. */
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP
                    && pool.isUsageThresholdSupported()
                    && pool.isCollectionUsageThresholdSupported())
            .toList();

    private final Duration lookedAgain;
    private long lastLook;

    @Autowired
    HeapHealth() {
        this(LOOKED_AGAIN);
    }

    HeapHealth(Duration lookedAgain) {
        this.lookedAgain = lookedAgain;
        this.lastLook = System.nanoTime() - lookedAgain.toNanos();
    }

    @Override
    public synchronized Health health() {
        if (isFull(MemoryPoolMXBean::getUsage) && System.nanoTime() - lastLook >= lookedAgain.toNanos()) {
            lastLook = System.nanoTime();
            // Much of the heap may be garbage. And a node out of service allocates little, so that no collection would
            // start by itself.
            System.gc();
        }
        return isFull(MemoryPoolMXBean::getUsage) && isFull(MemoryPoolMXBean::getCollectionUsage)
                ? Health.outOfService().build()
                : Health.up().build();
    }

    private boolean isFull(Function<MemoryPoolMXBean, @Nullable MemoryUsage> when) {
        return pools.stream()
                .map(when)
                .anyMatch(
                        usage -> usage != null && usage.getMax() > 0 && usage.getUsed() > NEARLY_ALL * usage.getMax());
    }
}
