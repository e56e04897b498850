package io.ticketflow.platform;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The caller asked for a change of a version that is not the present one. The answer carries the present one's ETag, where there is one. */
public final class PreconditionFailedException extends ProblemException {

    private final @Nullable String currentETag;

    public PreconditionFailedException(String currentETag) {
        this("It has been changed since you read it. Read it again and decide anew.", currentETag);
    }

    private PreconditionFailedException(String detail, @Nullable String currentETag) {
        super("PRECONDITION_FAILED", detail, Map.of());
        this.currentETag = currentETag;
    }

    /** What is to be changed has no versions that could be compared. */
    public static PreconditionFailedException withoutVersions() {
        return new PreconditionFailedException("This has no versions: leave If-Match out.", null);
    }

    public @Nullable String currentETag() {
        return currentETag;
    }

    @Override
    public int status() {
        return 412;
    }
}
