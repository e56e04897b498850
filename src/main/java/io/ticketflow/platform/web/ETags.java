package io.ticketflow.platform.web;

import io.ticketflow.platform.PreconditionFailedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Versions as entity tags: {@code ETag: "7"} on a resource, {@code If-Match: "7"} on a change of it. */
public final class ETags {

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** Refuses with 412 when the caller names versions and the present one is not among them. Weak tags never match (RFC 9110, 13.1.1). */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        var current = of(version);
        if (Arrays.stream(ifMatch.split(",")).map(String::strip).noneMatch(current::equals)) {
            throw new PreconditionFailedException(current);
        }
    }
}
