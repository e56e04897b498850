package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * What this node knows about the replica of DATABASE_READ_URL: whether it can be used, and how far it is behind. Twice a second a thread marks where the
 * primary's write-ahead log ends, and asks the replica how much of that log it has replayed. The replica holds every change that was committed before the newest
 * mark that it has reached. This is also right while the primary is idle, while the replica gets nothing from the primary, and when the clocks of the servers
 * differ; the times that the replica itself knows are wrong in these cases.
 */
final class Replica implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(500);
    private static final int SECONDS_TO_ANSWER = 3;
    /** With synchronous_commit=off a committed change reaches the log of the primary up to this much later. */
    private static final Duration UNTIL_LOGGED = Duration.ofSeconds(1);

    private static final int MOST_MARKS = 512;

    private static final String IDENTITY = """
            select (select system_identifier from pg_control_system()) || '/' || oid
            from pg_database where datname = current_database()""";
    private static final String END_OF_LOG = "select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint";
    /** No row from a server that is no replica. */
    private static final String REPLAYED =
            "select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint where pg_is_in_recovery()";

    private static final String ACCEPTS_CHANGES = "accepts changes, so it is no replica";
    private static final String CATCHES_UP = "has not yet caught up with the server of DATABASE_URL";

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final JdbcConnectionDetails primaryDatabase;
    private final JdbcConnectionDetails replicaDatabase;
    private final ReadPool pool;
    private final Duration mostBehind;
    private final ScheduledExecutorService keeper;

    private @Nullable ScheduledFuture<?> turns;

    private final long begun = System.nanoTime();
    private volatile State state = new State(null, "has not been asked yet");

    // The following fields belong to the thread of the keeper.
    private final Deque<Mark> marks = new ArrayDeque<>();
    private @Nullable Connection primary;
    private @Nullable Connection replica;
    private @Nullable String identity;
    private @Nullable String trouble;
    private boolean wasUsed;
    private boolean wasTold;

    /** The end of the primary's log at an instant of {@link System#nanoTime}. */
    private record Mark(long at, long end) {}

    /**
     * What the last turn has found.
     *
     * @param reached the newest mark that the replica has reached, null before the first
     * @param obstacle why the replica is not used, null if it is
     */
    private record State(@Nullable Mark reached, @Nullable String obstacle) {}

    /** @param mostBehind a replica that is further behind is not used */
    Replica(
            JdbcConnectionDetails primaryDatabase,
            JdbcConnectionDetails replicaDatabase,
            ReadPool pool,
            Duration mostBehind) {
        this.primaryDatabase = primaryDatabase;
        this.replicaDatabase = replicaDatabase;
        this.pool = pool;
        this.mostBehind = mostBehind;
        var threads = new CustomizableThreadFactory("read-replica-");
        threads.setDaemon(true);
        this.keeper = new ScheduledThreadPoolExecutor(1, threads);
    }

    /**
     * Refuses a server that is no replica of the primary, so that the operator finds the mistake at the start. A server that does not answer may be the right
     * one, and the application starts without it.
     */
    void refuseOthers() {
        try (var here = connect(primaryDatabase);
                var there = connect(replicaDatabase)) {
            obstacle(identityOf(here), there).ifPresent(obstacle -> {
                throw new CannotStartException("The server of DATABASE_READ_URL " + obstacle);
            });
        } catch (SQLException away) {
            LOG.debug("One of the servers does not answer yet", away);
        }
    }

    /** Begins to watch. The replica is used when it holds what the primary holds now, which includes the tables of this version. */
    void watch() {
        turns = keeper.scheduleWithFixedDelay(this::turn, 0, TURN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Answers the question, unless this connection leads to a server that is further behind than the one that the thread asks, which happens if several servers
     * share an address.
     */
    <T> T read(Function<JdbcClient, T> question) {
        var reached = state.reached();
        return pool.read(server -> {
            if (reached == null || !hasReached(reached, server)) {
                throw new BehindException();
            }
            return question.apply(server);
        });
    }

    private static boolean hasReached(Mark mark, JdbcClient server) {
        return server.sql(REPLAYED)
                .query(Long.class)
                .optional()
                .filter(end -> end >= mark.end())
                .isPresent();
    }

    /** The question was not asked. */
    static final class BehindException extends RuntimeException {

        BehindException() {
            super("This server is not as far as the replica that was asked before");
        }
    }

    boolean isUsed() {
        return behind().isPresent();
    }

    /** How long ago, at most, the state of the replica was that of the primary; empty while the replica is not used. */
    Optional<Duration> behind() {
        var now = state;
        return now.obstacle() == null
                ? behind(now.reached()).filter(behind -> behind.compareTo(mostBehind) <= 0)
                : Optional.empty();
    }

    /** The same while the replica is not used; empty before it was asked. */
    Optional<Duration> behindEvenIfUnused() {
        return behind(state.reached());
    }

    private static Optional<Duration> behind(@Nullable Mark reached) {
        return Optional.ofNullable(reached).map(mark -> Duration.ofNanos(System.nanoTime() - mark.at()));
    }

    /** Why the replica is not used, as the end of a sentence that begins with its server; empty while it is used. */
    Optional<String> obstacle() {
        var now = state;
        return now.obstacle() == null && behind().isEmpty()
                ? Optional.of("has not answered for a while")
                : Optional.ofNullable(now.obstacle());
    }

    private void turn() {
        try {
            mark();
        } catch (SQLException | RuntimeException away) {
            // DatabaseHealth reports it. The replica falls behind its last mark meanwhile.
            primary = closed(primary);
            trouble = away.getMessage();
        }
        State found;
        try {
            found = look();
        } catch (SQLException | RuntimeException away) {
            replica = closed(replica);
            found = new State(state.reached(), "does not answer: " + away.getMessage());
        }
        tell(found);
        state = found;
    }

    private void mark() throws SQLException {
        if (primary == null) {
            primary = connect(primaryDatabase);
            identity = identityOf(primary);
        }
        var now = System.nanoTime();
        var end = number(primary, END_OF_LOG);
        if (marks.size() == MOST_MARKS) {
            thinOut();
        }
        marks.add(new Mark(now - UNTIL_LOGGED.toNanos(), end.orElseThrow()));
    }

    /** Removes every second mark, so that a few marks cover any length of time. */
    private void thinOut() {
        var each = marks.iterator();
        while (each.hasNext()) {
            each.next();
            if (each.hasNext()) {
                each.next();
                each.remove();
            }
        }
    }

    private State look() throws SQLException {
        if (identity == null) {
            return new State(null, "cannot be compared with the server of DATABASE_URL: " + trouble);
        }
        if (replica == null) {
            replica = connect(replicaDatabase);
            var obstacle = obstacle(identity, replica);
            if (obstacle.isPresent()) {
                replica = closed(replica);
                return new State(state.reached(), obstacle.get());
            }
        }
        var replayed = number(replica, REPLAYED);
        if (replayed.isEmpty()) {
            replica = closed(replica);
            return new State(state.reached(), ACCEPTS_CHANGES);
        }
        var reached = state.reached();
        while (!marks.isEmpty() && marks.element().end() <= replayed.get()) {
            reached = marks.remove();
        }
        return new State(reached, obstacle(reached));
    }

    /** A replica that was too far behind is used again when it is half as far behind, so that it does not change all the time. */
    private @Nullable String obstacle(@Nullable Mark reached) {
        var behind = behind(reached);
        var most = wasUsed ? mostBehind : mostBehind.dividedBy(2);
        if (behind.isEmpty()) {
            return CATCHES_UP;
        }
        return behind.get().compareTo(most) <= 0
                ? null
                : "is %d s behind".formatted(behind.get().toSeconds());
    }

    /** Logs that the replica is used, or why it is not, when that has changed. At the start it may take a moment to catch up. */
    private void tell(State found) {
        if (CATCHES_UP.equals(found.obstacle()) && System.nanoTime() - begun < mostBehind.toNanos()) {
            return;
        }
        var isUsed = found.obstacle() == null;
        if (isUsed && !wasUsed) {
            LOG.info("Reports are read from the server of DATABASE_READ_URL{}", wasTold ? " again" : "");
        }
        if (!isUsed && (wasUsed || !wasTold)) {
            LOG.warn(
                    "Reports are read from the server of DATABASE_URL, because the one of DATABASE_READ_URL {}",
                    found.obstacle());
        }
        wasUsed = isUsed;
        wasTold = true;
    }

    private static Connection connect(JdbcConnectionDetails database) throws SQLException {
        return DirectConnection.open(database, "Ticketflow replica watch", SECONDS_TO_ANSWER);
    }

    /** The system and the database, which a replica has in common with its primary. */
    private static String identityOf(Connection server) throws SQLException {
        try (var statement = server.createStatement();
                var row = statement.executeQuery(IDENTITY)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Optional<String> obstacle(String identity, Connection server) throws SQLException {
        if (!identityOf(server).equals(identity)) {
            return Optional.of("has another database than the server of DATABASE_URL, so it is no replica of it");
        }
        return number(server, REPLAYED).isPresent() ? Optional.empty() : Optional.of(ACCEPTS_CHANGES);
    }

    private static Optional<Long> number(Connection server, String sql) throws SQLException {
        try (var statement = server.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    private static @Nullable Connection closed(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            LOG.debug("It was closed already", gone);
        }
        return null;
    }

    @Override
    public void close() {
        if (turns != null) {
            turns.cancel(false);
        }
        keeper.execute(() -> {
            primary = closed(primary);
            replica = closed(replica);
        });
        keeper.shutdown();
        pool.close();
    }
}
