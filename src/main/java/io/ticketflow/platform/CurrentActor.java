package io.ticketflow.platform;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The actor of the running thread. The doors set it (HTTP filters), the engine's listeners read it, because the engine calls them without one;
 * everybody else is handed an {@link Actor}. Without a door the system acts.
 */
public final class CurrentActor {

    private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

    private CurrentActor() {}

    public static Actor get() {
        var actor = CURRENT.get();
        return actor == null ? Actor.SYSTEM : actor;
    }

    /** Runs the work as the given actor, and restores the former one. */
    public static <T> T as(Actor actor, Supplier<T> work) {
        var former = set(actor);
        try {
            return work.get();
        } finally {
            set(former);
        }
    }

    /** For filters, whose work throws checked exceptions. Answers the former actor, which the caller sets again in {@code finally}. */
    public static @Nullable Actor set(@Nullable Actor actor) {
        var former = CURRENT.get();
        if (actor == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(actor);
        }
        return former;
    }
}
