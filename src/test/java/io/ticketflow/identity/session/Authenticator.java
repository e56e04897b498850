package io.ticketflow.identity.session;

import java.time.Instant;
import org.apache.commons.codec.binary.Base32;

/**
 * Somebody's telephone with an authenticator on it.
 *
 * @param secret as it was typed in
 */
public record Authenticator(String secret) {

    public String code(Instant instant) {
        return Totp.codeAt(new Base32().decode(secret), instant);
    }
}
