package io.ticketflow.platform;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The caller asked to change a version that is not the current one. The answer carries the ETag of the current version if there is one. */
public final class PreconditionFailedException extends ProblemException {

    private final @Nullable String currentETag;

    public PreconditionFailedException(String currentETag) {
        this("It has been changed since you read it. Read it again and decide anew.", currentETag);
    }

    private PreconditionFailedException(String detail, @Nullable String currentETag) {
        super("PRECONDITION_FAILED", detail, Map.of());
        this.currentETag = currentETag;
    }

    /** The thing to be changed has no versions to compare with. */
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
