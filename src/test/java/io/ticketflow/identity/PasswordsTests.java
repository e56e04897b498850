package io.ticketflow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.CurrentActor;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordsTests {

    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final Passwords passwords = new Passwords();
    private final List<String> checked = new CopyOnWriteArrayList<>();

    @Test
    void a_hash_says_how_it_was_made() {
        var hash = passwords.hash("correct horse battery");

        assertThat(hash).startsWith("{bcrypt}$2a$12$");
        assertThat(passwords.matches("correct horse battery", hash)).isTrue();
        assertThat(passwords.matches("another horse battery", hash)).isFalse();
    }

    @Test
    void a_hash_that_does_not_say_so_is_of_bcrypt() {
        var former = new BCryptPasswordEncoder(4).encode("correct horse battery");

        assertThat(passwords.matches("correct horse battery", former)).isTrue();
        assertThat(passwords.matches("another horse battery", former)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another", "{argon2}$argon2id$v=19$m=16384", "{bcrypt}another", ""})
    void what_is_no_hash_of_ours_fits_no_password(String hash) {
        assertThat(passwords.matches("correct horse battery", hash)).isFalse();
    }

    @Test
    void those_who_are_signed_in_leave_room_for_those_who_want_to_be() {
        var people = Stream.generate(() -> check("signed in", Actor.of(UUID.randomUUID(), Source.API)))
                .limit(AT_ONCE + 5)
                .toList();
        await().until(() -> people.stream().filter(PasswordsTests::waits).count() >= 4);

        var before = checked.size();
        check("wants to be", Actor.SYSTEM);

        await().atMost(Duration.ofSeconds(30)).until(() -> checked.contains("wants to be"));
        // In the meantime one password was being checked and one was next.
        assertThat(checked.indexOf("wants to be") - before).isLessThanOrEqualTo(2);
    }

    private Thread check(String who, Actor actor) {
        var thread = new Thread(() -> CurrentActor.as(actor, () -> {
            passwords.matches("not the password", null);
            return checked.add(who);
        }));
        thread.start();
        return thread;
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }
}
