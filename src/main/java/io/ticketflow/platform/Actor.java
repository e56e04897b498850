package io.ticketflow.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and through which door.
 *
 * @param userId null when the system itself acts: a timer, routing, an automatic answer
 * @param ip the address the request came from, as far as it is known
 * @param requestId ties log lines, history and the answer's {@code X-Request-Id} together
 */
public record Actor(
        @Nullable UUID userId,
        Source source,
        @Nullable String ip,
        @Nullable String requestId) {

    /** The door an act came through. */
    public enum Source {
        API,
        TASKLIST,
        /** The engine's REST API and Cockpit. */
        ENGINE,
        /** The job executor: a timer or an asynchronous step. */
        TIMER
    }

    /** The system itself. */
    public static final Actor SYSTEM = new Actor(null, Source.TIMER, null, null);

    public static Actor of(UUID userId, Source source) {
        return new Actor(userId, source, null, null);
    }

    public boolean isSystem() {
        return userId == null;
    }

    /** Through Tasklist, Cockpit or the engine's REST API, where the engine is asked directly. */
    public boolean isAtTheEnginesDoors() {
        return source == Source.TASKLIST || source == Source.ENGINE;
    }

    /** The same door and request, acting on nobody's behalf: for what follows from an act without being it. */
    public Actor asSystem() {
        return new Actor(null, source, ip, requestId);
    }
}
