package io.ticketflow.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketflow.platform.PreconditionFailedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.lang.Contract;
import org.springframework.web.context.request.ServletWebRequest;

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

    /**
     * Answers 304 if the caller has the resource with this tag ({@code If-None-Match}), and says whether it did. For controllers that write their answers
     * themselves; for all others, Spring and {@link UnchangedAnswers} do the same.
     */
    public static boolean isKnown(String tag, HttpServletRequest request, HttpServletResponse response) {
        if (isAnyVersion(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setHeader(HttpHeaders.ETAG, tag);
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return true;
        }
        return new ServletWebRequest(request, response).checkNotModified(tag);
    }

    /** Whether {@code If-None-Match} is the asterisk, which Spring ignores. */
    static boolean isAnyVersion(@Nullable String ifNoneMatch) {
        return "*".equals(ifNoneMatch);
    }

    /** Whether {@code If-Match} names versions. */
    @Contract("null -> false")
    static boolean names(@Nullable String ifMatch) {
        return ifMatch != null && !ifMatch.strip().equals("*");
    }
}
