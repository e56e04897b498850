package io.ticketflow.identity;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.annotation.Primary;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Signs people in by e-mail address or handle and password. Whoever is refused does not learn which part was wrong. */
@Primary
@Component
public class PasswordAuthentication implements AuthenticationManager {

    private final Users users;
    private final Passwords passwords;
    private final Clock clock;

    PasswordAuthentication(Users users, Passwords passwords, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        return check(attempt.getName(), String.valueOf(attempt.getCredentials()))
                .map(person -> SignedIn.as(person, null))
                .orElseThrow(() -> new BadCredentialsException("Unknown account or wrong password"));
    }

    /** Outside of any transaction: nobody's connection waits for the slow hash. */
    Optional<Person> check(String name, String password) {
        var user = find(name);
        var matches = passwords.matches(password, user.map(User::passwordHash).orElse(null));
        var now = clock.instant();
        var person =
                user.filter(found -> matches).map(found -> found.toPerson(now)).filter(Person::active);
        person.ifPresent(found -> users.noteSignIn(found.id(), now));
        return person;
    }

    private Optional<User> find(String name) {
        // No account has one in its name, and the database takes none in a text.
        return name.indexOf('\0') >= 0
                ? Optional.empty()
                : users.findByHandleOrEmail(name.strip().toLowerCase(Locale.ROOT));
    }
}
