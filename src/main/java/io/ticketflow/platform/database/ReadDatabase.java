package io.ticketflow.platform.database;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Answers questions that may take long, such as reports: from the replica of DATABASE_READ_URL while it can be used, otherwise from the database of the
 * application. They have a few connections of their own, so that any number of reports leaves the connections of the application free, and each statement has the
 * time of jobs ({@code JOB_STATEMENT_TIMEOUT_SECONDS}). Each question has one read-only transaction, so that all its statements see the same state.
 */
@Component
public class ReadDatabase implements SmartInitializingSingleton, DisposableBean {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_WITH_REPLICA = Duration.ofSeconds(3);
    private static final Duration MOST_BEHIND = Duration.ofSeconds(60);

    /** The lag is measured by another clock of this machine, so the same moment may seem a little earlier in a later question. */
    private static final Duration DIFFERENCE_OF_CLOCKS = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(ReadDatabase.class);

    private final ReadPool own;
    private final Optional<Replica> replica;
    private final Clock clock;

    @Autowired
    ReadDatabase(
            JdbcConnectionDetails database,
            @Value("${ticketflow.database-read-url}") String readUrl,
            StatementSettings limits,
            MeterRegistry metrics,
            Clock clock) {
        this(database, readUrl, MOST_BEHIND, limits, metrics, clock);
    }

    ReadDatabase(
            JdbcConnectionDetails database,
            String readUrl,
            Duration mostBehind,
            StatementSettings limits,
            MeterRegistry metrics,
            Clock clock) {
        this.own = new ReadPool("reports", database, PATIENCE, limits, metrics);
        this.clock = clock;
        if (readUrl.isBlank()) {
            this.replica = Optional.empty();
        } else {
            var url = DatabaseUrl.parse("DATABASE_READ_URL", readUrl);
            var pool = new ReadPool("replica", url, PATIENCE_WITH_REPLICA, limits, metrics);
            this.replica = Optional.of(new Replica(database, url, pool, mostBehind));
        }
        replica.ifPresent(Replica::refuseOthers);
    }

    /** Begins to watch the replica, when the tables of this version are there: the replica is not used before it has them, too. */
    @Override
    public void afterSingletonsInstantiated() {
        replica.ifPresent(Replica::watch);
    }

    /**
     * The latest instant as of which a report can be read without the primary: the replica has every change that was committed before. It is the present if
     * there is no replica.
     */
    public Instant latest() {
        return clock.instant()
                .minus(replica.flatMap(Replica::behind)
                        .map(DIFFERENCE_OF_CLOCKS::plus)
                        .orElse(Duration.ZERO));
    }

    /**
     * Answers a question about a state that may be a minute old. The question may be asked a second time from the beginning, because a server can break off the
     * first time; so it only reads and has no other effect.
     *
     * @throws IllegalStateException inside of a transaction: the answer would not see the transaction's changes, and would keep its connection waiting
     */
    public <T> T read(Function<JdbcClient, T> question) {
        return answer(question, replica.filter(Replica::isUsed), ReadDatabase::brokeOff);
    }

    /** Like {@link #read(Function)}, and the answer contains every change that was committed before this instant. */
    public <T> T read(Instant asOf, Function<JdbcClient, T> question) {
        return answer(question, replicaThatHas(asOf), ReadDatabase::brokeOff);
    }

    /**
     * Reads a statement of any length: gives each row once, the first ones soon, and has few of them in memory. So it begins on the primary if the replica does not answer, and fails
     * if the server breaks it off. What the row's handler throws ends the statement.
     *
     * @param sql with named parameters
     * @throws IllegalStateException inside of a transaction, like {@link #read(Function)}
     */
    public void each(String sql, Map<String, ?> values, RowCallbackHandler row) {
        each(sql, values, row, replica.filter(Replica::isUsed));
    }

    /** Like {@link #each(String, Map, RowCallbackHandler)}, and the rows contain every change that was committed before this instant. */
    public void each(Instant asOf, String sql, Map<String, ?> values, RowCallbackHandler row) {
        each(sql, values, row, replicaThatHas(asOf));
    }

    private void each(String sql, Map<String, ?> values, RowCallbackHandler row, Optional<Replica> first) {
        answer(
                question -> {
                    RowsInTurn.of(sql, values, question).each(row);
                    return true;
                },
                first,
                ReadDatabase::hasNotBegun);
    }

    private Optional<Replica> replicaThatHas(Instant asOf) {
        var now = clock.instant();
        return replica.filter(each -> each.behind()
                .filter(behind -> !now.minus(behind).isBefore(asOf))
                .isPresent());
    }

    private <T> T answer(
            Function<JdbcClient, T> question, Optional<Replica> first, Predicate<RuntimeException> isAskedAgain) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A report is read outside of other transactions");
        }
        if (first.isPresent()) {
            try {
                return first.get().read(question);
            } catch (RuntimeException failure) {
                if (!isAskedAgain.test(failure)) {
                    throw failure;
                }
                LOG.info(
                        "A report is read from the server of DATABASE_URL, because the one of DATABASE_READ_URL broke off: {}",
                        NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
            }
        }
        return own.read(question);
    }

    private static boolean brokeOff(RuntimeException failure) {
        return hasNotBegun(failure) || DatabaseOutage.isBehind(failure) || DatabaseOutage.isConflictOfReplica(failure);
    }

    private static boolean hasNotBegun(RuntimeException failure) {
        return failure instanceof CannotCreateTransactionException || failure instanceof Replica.BehindException;
    }

    Optional<Replica> replica() {
        return replica;
    }

    @Override
    public void destroy() {
        replica.ifPresent(Replica::close);
        own.close();
    }
}
