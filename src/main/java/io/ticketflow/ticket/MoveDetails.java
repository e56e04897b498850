package io.ticketflow.ticket;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of a step. {@link StepRules} says which ones a step needs. */
public record MoveDetails(
        @Nullable String comment,
        @Nullable ResolutionCode resolutionCode,
        @Nullable String resolution,
        @Nullable UUID assigneeId) {

    public static final MoveDetails NONE = new MoveDetails(null, null, null, null);

    public static MoveDetails comment(String comment) {
        return new MoveDetails(comment, null, null, null);
    }

    public static MoveDetails resolution(ResolutionCode code, @Nullable String resolution) {
        return new MoveDetails(null, code, resolution, null);
    }

    public static MoveDetails assignee(@Nullable UUID assigneeId) {
        return new MoveDetails(null, null, null, assigneeId);
    }
}
