package io.ticketflow.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The person or system that acts, and the door that the act came through.
 *
 * @param userId null when the system itself acts: a timer, routing, an automatic answer
 * @param ip the address that the request came from, if it is known
 * @param requestId the same id as in the log lines, in the ticket's history and in the answer's {@code X-Request-Id}
 */
public record Actor(
        @Nullable UUID userId,
        Source source,
        @Nullable String ip,
        @Nullable String requestId) {

    /** The door that an act came through. */
    public enum Source {
        API,
        TASKLIST,
        /** The engine's REST API and Cockpit. */
        ENGINE,
        /** The engine's job executor: a timer or an asynchronous step. */
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

    /** Whether the act came through Tasklist, Cockpit or the engine's REST API, which call the engine directly. */
    public boolean isAtTheEnginesDoors() {
        return source == Source.TASKLIST || source == Source.ENGINE;
    }

    /** The system, with the same door and request: for changes that follow from a person's act and are not that act. */
    public Actor asSystem() {
        return new Actor(null, source, ip, requestId);
    }
}
