package io.ticketflow.platform.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies repeated requests: the sender, the route, and the {@code Idempotency-Key}. Controllers take it as an argument and hand it to {@link Idempotency}.
 *
 * @param route method and path
 * @param value null when the caller sent no key; then each request is carried out
 * @param body answers the SHA-256 of the body, once the body has been read
 */
public record IdempotencyKey(
        UUID caller, String route, @Nullable String value, BodyDigest.Digest body) {

    /**
     * For a form of a page, which carries its key in a hidden field.
     *
     * @param words a text with all that the person has entered
     */
    public static IdempotencyKey ofForm(UUID caller, String route, String value, String words) {
        return new IdempotencyKey(caller, route, value, BodyDigest.of(words));
    }

    /**
     * For a body that the controller reads itself.
     *
     * @param words a text with all of its content that matters
     */
    public IdempotencyKey withBody(String words) {
        return new IdempotencyKey(caller, route, value, BodyDigest.of(words));
    }

    /** For a request with several acts, each of which is carried out once by itself. */
    public IdempotencyKey part(String name) {
        return new IdempotencyKey(caller, route, value == null ? null : value + " " + name, body);
    }
}
