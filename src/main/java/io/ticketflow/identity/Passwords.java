package io.ticketflow.identity;

import io.ticketflow.platform.InvalidException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** What a password must be, and how it is kept. */
@Component
class Passwords {

    private static final int STRENGTH = 12;
    private static final int FEWEST_CHARACTERS = 12;
    /** bcrypt reads no further. */
    private static final int MOST_BYTES = 72;

    /** Of no password anybody has: comparing with it costs what comparing with a real one costs. */
    private static final String NOBODYS = "$2a$12$C6UzMDM.H6dfI/f/IKcEeO7ZfuQwPqJ6vYcJdRk1hQfSRoE0eZ0Sa";

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(STRENGTH);

    /** Checks and hashes a password that somebody is given or chooses. */
    String hashNew(String password, String email) {
        if (password.codePointCount(0, password.length()) < FEWEST_CHARACTERS) {
            throw InvalidException.field("password", "must have at least " + FEWEST_CHARACTERS + " characters");
        }
        if (bytesOf(password) > MOST_BYTES) {
            throw InvalidException.field("password", "must have at most " + MOST_BYTES + " bytes");
        }
        if (password.equalsIgnoreCase(email)) {
            throw InvalidException.field("password", "must not be the e-mail address");
        }
        return bcrypt.encode(password);
    }

    /** Takes its time also where there is nothing to compare with, so that the time does not tell who has an account. */
    boolean matches(String password, @Nullable String hash) {
        var matches = bcrypt.matches(bytesOf(password) > MOST_BYTES ? "" : password, hash == null ? NOBODYS : hash);
        return matches && hash != null && bytesOf(password) <= MOST_BYTES;
    }

    private static int bytesOf(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }
}
