package io.ticketflow.platform;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The actor of the current thread. The HTTP filters set it. The engine's listeners read it, because the engine calls them without an actor; all other code gets
 * an {@link Actor} as an argument. In a thread without a door the actor is the system.
 */
public final class CurrentActor {

    private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

    private CurrentActor() {}

    public static Actor get() {
        var actor = CURRENT.get();
        return actor == null ? Actor.SYSTEM : actor;
    }

    /** Runs the work as the given actor, and restores the former actor afterwards. */
    public static <T> T as(Actor actor, Supplier<T> work) {
        var former = set(actor);
        try {
            return work.get();
        } finally {
            set(former);
        }
    }

    /** For filters, whose work throws checked exceptions. Answers the former actor; the caller has to set it again in {@code finally}. */
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
