package io.ticketflow.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketflow.platform.PreconditionFailedException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.lang.Contract;

/**
 * Makes the entity tags of single resources: {@code ETag: "7"} on a resource, {@code If-Match: "7"} on a request to change it. The resource's controller sets
 * the tag; lists have none.
 */
public final class ETags {

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** The tag of a resource that also shows data of others, which change without a new version of the resource. */
    public static String of(long version, @Nullable Object shownOfOthers) {
        return "\"%d-%s\"".formatted(version, fingerprint(shownOfOthers));
    }

    /** The tag of a resource without a version. */
    public static String ofContent(Record answer) {
        return "\"" + fingerprint(answer) + "\"";
    }

    /** A digest, because a hash code may differ from process to process. */
    private static String fingerprint(@Nullable Object content) {
        return UUID.nameUUIDFromBytes(String.valueOf(content).getBytes(UTF_8)).toString();
    }

    /** Refuses with 412 when {@code If-Match} names versions and the current one is not among them. Weak tags never match (RFC 9110, section 13.1.1). */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        requireMatch(ifMatch, of(version));
    }

    /** Like {@link #requireMatch(String, long)}, for a tag that is more than a version. */
    public static void requireMatch(@Nullable String ifMatch, String current) {
        if (names(ifMatch)
                && Arrays.stream(ifMatch.split(",")).map(String::strip).noneMatch(current::equals)) {
            throw new PreconditionFailedException(current);
        }
    }

    /** Whether {@code If-Match} names versions. */
    @Contract("null -> false")
    static boolean names(@Nullable String ifMatch) {
        return ifMatch != null && !ifMatch.strip().equals("*");
    }
}
