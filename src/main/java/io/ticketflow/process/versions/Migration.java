package io.ticketflow.process.versions;

import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked to be moved from one version of a process to another.
 *
 * @param mapping activities that go elsewhere than to their namesake; null lets one go
 * @param by who started it; every instance is moved in this person's name
 * @param instances how many it is about
 * @param finishedAt null while some are waiting
 */
public record Migration(
        UUID id,
        String process,
        int from,
        int to,
        String fromDefinitionId,
        String toDefinitionId,
        Map<String, @Nullable String> mapping,
        Actor by,
        Instant startedAt,
        @Nullable Instant finishedAt,
        long instances,
        long migrated,
        long failed) {

    /** One instance of it. */
    public record Instance(
            UUID migrationId,
            int position,
            String processInstanceId,
            @Nullable String businessKey,
            State state,
            @Nullable String problem,
            @Nullable Instant doneAt) {}

    /** What became of an instance. */
    public enum State {
        WAITING,
        MIGRATED,
        /** It stays on the former version, unharmed. */
        FAILED
    }
}
