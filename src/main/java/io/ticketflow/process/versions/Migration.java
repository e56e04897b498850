package io.ticketflow.process.versions;

import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A migration from one version of a process to another, as a person asked for it.
 *
 * @param mapping the targets of activities that are not mapped to the activity with the same id; null drops the activity
 * @param by the person who started it; every instance is migrated in this person's name
 * @param instances the number of instances
 * @param finishedAt null while instances are waiting
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

    /** One instance of a migration. */
    public record Instance(
            UUID migrationId,
            int position,
            String processInstanceId,
            @Nullable String businessKey,
            State state,
            @Nullable String problem,
            @Nullable Instant doneAt) {}

    /** The result for an instance. */
    public enum State {
        WAITING,
        MIGRATED,
        /** The instance stays unchanged on the former version. */
        FAILED
    }
}
