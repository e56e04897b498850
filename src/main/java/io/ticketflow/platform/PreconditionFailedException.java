package io.ticketflow.platform;

import java.util.Map;

/** The caller asked for a change of a version that is no longer the present one. The answer carries the present one's ETag. */
public final class PreconditionFailedException extends ProblemException {

    private final String currentETag;

    public PreconditionFailedException(String currentETag) {
        super("PRECONDITION_FAILED", "It has been changed since you read it. Read it again and decide anew.", Map.of());
        this.currentETag = currentETag;
    }

    public String currentETag() {
        return currentETag;
    }

    @Override
    public int status() {
        return 412;
    }
}
