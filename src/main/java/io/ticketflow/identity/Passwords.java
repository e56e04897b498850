package io.ticketflow.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The rules for passwords, and their hashes. Only the module identity uses it, like {@link SignInAccount}. */
@Component
public class Passwords {

    private static final int STRENGTH = 12;
    private static final int FEWEST_CHARACTERS = 12;

    /** bcrypt ignores further bytes. */
    private static final int MOST_BYTES = 72;

    /** On zxcvbn's scale from 0 to 4. Passwords below it can be guessed by patient attempts at the sign-in. */
    private static final int LOWEST_SCORE = 2;

    /** The hash of no password: comparing with it takes as long as comparing with a real one. */
    private static final String NOBODYS = "$2a$12$C6UzMDM.H6dfI/f/IKcEeO7ZfuQwPqJ6vYcJdRk1hQfSRoE0eZ0Sa";

    private static final int SECONDS_TO_WAIT = 5;

    private final PasswordEncoder encoder = encoder();
    private final Zxcvbn guesser = new Zxcvbn();

    /** Hashing is slow on purpose; half of the processors stay free for other work, however many passwords are tried. */
    private final Semaphore atOnce =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    /** Of the people who are signed in already, only one at a time may compete with sign-ins for the hashing. */
    private final Semaphore signedInAtOnce = new Semaphore(1, true);

    /** Writes the name of the algorithm before each hash. Hashes of former versions have no name; they are bcrypt hashes. */
    private static PasswordEncoder encoder() {
        var bcrypt = new BCryptPasswordEncoder(STRENGTH);
        var encoder = new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", bcrypt));
        encoder.setDefaultPasswordEncoderForMatches(bcrypt);
        return encoder;
    }

    /** Refuses a password that is too short, too long or too easy to guess. */
    public void check(String field, String password, String email) {
        if (password.codePointCount(0, password.length()) < FEWEST_CHARACTERS) {
            throw InvalidException.field(field, "must have at least " + FEWEST_CHARACTERS + " characters");
        }
        if (bytesOf(password) > MOST_BYTES) {
            throw InvalidException.field(field, "must have at most " + MOST_BYTES + " bytes");
        }
        if (password.equalsIgnoreCase(email)) {
            throw InvalidException.field(field, "must not be the e-mail address");
        }
        var own = List.of(email, email.substring(0, email.indexOf('@')));
        if (guesser.measure(password.toLowerCase(Locale.ROOT), own).getScore() < LOWEST_SCORE) {
            throw InvalidException.field(field, "is too common: others would guess it");
        }
    }

    /** Hashes a password that was checked. */
    public String hash(String password) {
        return slowly(() -> encoder.encode(password));
    }

    /** Takes the same time without a hash to compare with, so that the duration does not tell whether an account exists. */
    public boolean matches(String password, @Nullable String hash) {
        var fits = bytesOf(password) <= MOST_BYTES;
        var matches = slowly(() -> encoder.matches(fits ? password : "", hash == null ? NOBODYS : hash));
        return matches && hash != null && fits;
    }

    private <T> T slowly(Supplier<T> work) {
        return CurrentActor.get().isSystem() ? oneOf(atOnce, work) : oneOf(signedInAtOnce, () -> oneOf(atOnce, work));
    }

    private static <T> T oneOf(Semaphore places, Supplier<T> work) {
        try {
            if (!places.tryAcquire(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                throw new UnavailableException("TOO_BUSY", "Many people are signing in. Try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("TOO_BUSY", "The application is about to end. Try again in a moment.");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static int bytesOf(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }
}
