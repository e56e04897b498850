package io.ticketflow.identity.session;

import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts failures to sign in, for every door that accepts a password or a code, and locks accounts. For an account and a client network: after 5 failures, for
 * 15 minutes, each time twice as long, a day at most. For an account and all networks: after 50 failures within an hour. Unknown names are counted in the same
 * way.
 */
@Component
class SignInAttempts {

    private static final int FAILURES_OF_A_NETWORK = 5;
    private static final int FAILURES_OF_AN_ACCOUNT = 50;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration FIRST_LOCK = Duration.ofMinutes(15);
    private static final Duration LONGEST_LOCK = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 7;
    private static final String EVERYWHERE = "";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** SQL: one statement counts and decides, so that two attempts at the same instant count as two. */
    private final JdbcClient jdbc;

    private final Clock clock;

    /** Attempts with the same lock wait for each other: those for one account from one network, and rarely others. */
    private final List<ReentrantLock> turns =
            Stream.generate(() -> new ReentrantLock(true)).limit(1_024).toList();

    SignInAttempts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Checks the attempts one after the other, from {@link #begin} to the result: a right password that is still being checked must not count as a failure for
     * the next attempt. Must run outside of a transaction.
     *
     * @throws UnavailableException when the attempt has to wait for more than ten seconds
     */
    <T> T oneByOne(String account, String network, Supplier<T> look) {
        var turn = turns.get(Math.floorMod(Objects.hash(account, network), turns.size()));
        try {
            if (!turn.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new UnavailableException(
                        "TOO_BUSY", "Many attempts to sign in are waiting. Try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("TOO_BUSY", "The application is about to end. Try again in a moment.");
        }
        try {
            return look.get();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Counts an attempt as failed before it is checked, so that of a hundred simultaneous attempts only the allowed ones are checked.
     *
     * @return whether this was the last allowed attempt for now
     * @throws TooManyRequestsException when no attempts are allowed
     */
    @Transactional
    public boolean begin(String account, String network) {
        var now = clock.instant();
        // In the same order everywhere, so that two attempts never deadlock.
        var here = count(account, network, now, LONGEST_LOCK);
        var everywhere = count(account, EVERYWHERE, now, WINDOW);
        refuseWhileLocked(here, now);
        refuseWhileLocked(everywhere, now);
        var lockedHere = lockIfTooMany(account, network, here, FAILURES_OF_A_NETWORK, now);
        return lockIfTooMany(account, EVERYWHERE, everywhere, FAILURES_OF_AN_ACCOUNT, now) || lockedHere;
    }

    /** The password was right and a code is still needed: the attempt counts neither as a failure nor as a success. */
    @Transactional
    public void takeBack(String account, String network) {
        jdbc.sql("""
                        update sign_in_failures set failures = greatest(failures - 1, 0), locked_until_at = null
                        where account = :account and network in (:network, '')""").param("account", account).param("network", network).update();
    }

    /** The attempt was right: forgets the failures from this network. */
    @Transactional
    public void succeeded(String account, String network) {
        takeBack(account, network);
        jdbc.sql("delete from sign_in_failures where account = :account and network = :network")
                .param("account", account)
                .param("network", network)
                .update();
    }

    /** Forgets all failures of an account, because its owner has chosen a new password by a mailed link. */
    @Transactional
    public void forget(String account) {
        jdbc.sql("delete from sign_in_failures where account = :account")
                .param("account", account)
                .update();
    }

    /** Deletes counts that are a day old. */
    @Transactional
    public void tidy() {
        jdbc.sql("delete from sign_in_failures where last_at < :before")
                .param("before", at(clock.instant().minus(LONGEST_LOCK)))
                .update();
    }

    private record Count(int failures, int locks, @Nullable OffsetDateTime lockedUntil) {}

    /** Locks the row. Attempts during a lock are not counted, because they are never checked. */
    private Count count(String account, String network, Instant now, Duration memory) {
        return jdbc.sql("""
                        insert into sign_in_failures as f (account, network, failures, since_at, last_at)
                        values (:account, :network, 1, :now, :now)
                        on conflict (account, network) do update set
                            failures = case when f.locked_until_at > :now then f.failures
                                when f.since_at <= :forgotten then 1 else f.failures + 1 end,
                            locks = case when f.last_at <= :forgottenLocks then 0 else f.locks end,
                            since_at = case when f.since_at <= :forgotten then :now else f.since_at end,
                            last_at = :now
                        returning failures, locks, locked_until_at as locked_until""")
                .param("account", account)
                .param("network", network)
                .param("now", at(now))
                .param("forgotten", at(now.minus(memory)))
                .param("forgottenLocks", at(now.minus(LONGEST_LOCK)))
                .query(Count.class)
                .single();
    }

    private static void refuseWhileLocked(Count count, Instant now) {
        var until = count.lockedUntil();
        if (until != null && until.toInstant().isAfter(now)) {
            throw new TooManyRequestsException(
                    "SIGN_IN_LOCKED",
                    "Too many failed attempts. Wait, or choose a new password by mail.",
                    Duration.between(now, until));
        }
    }

    private boolean lockIfTooMany(String account, String network, Count count, int most, Instant now) {
        if (count.failures() < most) {
            return false;
        }
        var lock = FIRST_LOCK.multipliedBy(1L << Math.min(count.locks(), MOST_DOUBLINGS));
        jdbc.sql("""
                        update sign_in_failures set failures = 0, locks = locks + 1, since_at = :now, locked_until_at = :until
                        where account = :account and network = :network""")
                .param("account", account)
                .param("network", network)
                .param("now", at(now))
                .param("until", at(now.plus(lock.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : lock)))
                .update();
        return true;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
