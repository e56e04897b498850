package io.ticketflow.platform.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What makes a request the same as an earlier one: who sends what where, and the {@code Idempotency-Key} they gave it. Controllers take it as an argument
 * and hand it to {@link Idempotency}.
 *
 * @param route method and path
 * @param value null when the caller gave none; then the request is carried out however often it comes
 * @param body tells the SHA-256 of what was sent, once it has been read
 */
public record IdempotencyKey(
        UUID caller, String route, @Nullable String value, BodyDigest.Digest body) {

    /** For a body that the controller reads itself, in words that say all that matters of it. */
    public IdempotencyKey withBody(String words) {
        return new IdempotencyKey(caller, route, value, BodyDigest.of(words));
    }

    /** For one of several acts that a request asks for, each carried out once by itself. */
    public IdempotencyKey part(String name) {
        return new IdempotencyKey(caller, route, value == null ? null : value + " " + name, body);
    }
}
