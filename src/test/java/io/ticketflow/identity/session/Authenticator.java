package io.ticketflow.identity.session;

import java.time.Instant;
import org.apache.commons.codec.binary.Base32;

/**
 * A person's telephone with an authenticator.
 *
 * @param secret as the person typed it in
 */
public record Authenticator(String secret) {

    public String code(Instant instant) {
        return Totp.codeAt(new Base32().decode(secret), instant);
    }
}
