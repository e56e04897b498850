package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketflow.platform.CannotStartException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Reports are read from a replica for as long as it is one: on two real servers. */
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(OutputCaptureExtension.class)
class ReplicaTests {

    private static final Duration MOST_BEHIND = Duration.ofSeconds(6);
    private static final String READER = "reader";
    private static final String USED = "Reports are read from the server of DATABASE_READ_URL";
    private static final String USED_AGAIN = USED + " again";
    private static final String NOT_USED =
            "Reports are read from the server of DATABASE_URL, because the one of DATABASE_READ_URL ";

    @TempDir
    private static Path directory;

    private static PairOfServers servers;
    private static JdbcTemplate primary;
    private static JdbcTemplate replica;

    private final Clock clock = Clock.systemUTC();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ReadDatabase database;

    /** Reports are read by a role that may only read. */
    @BeforeAll
    static void startServers() {
        servers = PairOfServers.startWithReplica(directory, "max_standby_streaming_delay=0");
        primary = on(servers.jdbcUrl());
        replica = on(servers.replicaUrl());
        primary.execute("create table words (word text)");
        primary.execute("create role %1$s login password '%1$s'".formatted(READER));
        primary.execute("grant select on words to " + READER);
        await().until(() -> replica.queryForList("select from pg_roles where rolname = ?", READER)
                        .size()
                == 1);
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @BeforeEach
    void startWatching() {
        primary.execute("delete from words");
        database = reading(readerUrl());
        database.afterSingletonsInstantiated();
        awaitUsed();
    }

    @AfterEach
    void stopWatching() {
        awaitUsed();
        database.destroy();
    }

    private ReadDatabase reading(String readUrl) {
        return new ReadDatabase(
                DatabaseUrl.parse("DATABASE_URL", servers.jdbcUrl()),
                readUrl,
                MOST_BEHIND,
                new StatementSettings(10, 60),
                metrics,
                clock);
    }

    private static String readerUrl() {
        return servers.replicaUrl().replaceAll("user=.*", "user=%1$s&password=%1$s".formatted(READER));
    }

    private static JdbcTemplate on(String url) {
        return new JdbcTemplate(new DriverManagerDataSource(url));
    }

    private void awaitUsed() {
        await().atMost(Duration.ofSeconds(20)).until(this::isUsed);
    }

    private void awaitUnused() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !isUsed());
    }

    private boolean isUsed() {
        return database.replica().orElseThrow().isUsed();
    }

    private static boolean isOnReplica(JdbcClient question) {
        return question.sql("select pg_is_in_recovery()").query(Boolean.class).single();
    }

    private static List<String> words(JdbcClient question) {
        return question.sql("select word from words").query(String.class).list();
    }

    @Test
    void questions_go_to_the_replica() {
        assertThat(database.<Boolean>read(ReplicaTests::isOnReplica)).isTrue();
        assertThat(replica.queryForList(
                        "select usename from pg_stat_activity where application_name = 'Ticketflow replica'",
                        String.class))
                .containsOnly(READER);
        assertThat(primary.queryForList("select from pg_stat_activity where application_name = 'Ticketflow reports'"))
                .isEmpty();
    }

    @Test
    void a_write_is_refused_and_is_not_tried_on_the_primary() {
        assertThatThrownBy(() -> database.read(question ->
                        question.sql("insert into words values ('written')").update()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("read-only transaction");
        assertThat(primary.queryForList("select word from words")).isEmpty();
    }

    @Test
    void a_report_as_of_now_is_read_from_the_primary_and_one_as_of_before_from_the_replica() {
        assertThat(database.<Boolean>read(clock.instant(), ReplicaTests::isOnReplica))
                .isFalse();
        assertThat(database.<Boolean>read(database.latest(), ReplicaTests::isOnReplica))
                .isTrue();
    }

    @Test
    void the_latest_instant_follows_the_present_while_the_primary_is_idle() {
        var idleSince = clock.instant();

        await().atMost(Duration.ofSeconds(10)).until(() -> database.latest().isAfter(idleSince.plusSeconds(3)));
        assertThat(database.latest()).isBefore(clock.instant());
    }

    @Test
    void a_replica_that_has_not_replayed_a_change_does_not_claim_to_have_it(CapturedOutput output) {
        replica.execute("select pg_wal_replay_pause()");
        try {
            await().until(() ->
                    "paused".equals(replica.queryForObject("select pg_get_wal_replay_pause_state()", String.class)));
            primary.update("insert into words values ('late')");
            var written = clock.instant();

            assertThat(database.<List<String>>read(ReplicaTests::words)).isEmpty();
            assertThat(database.<List<String>>read(written, ReplicaTests::words))
                    .containsExactly("late");
            assertThat(wordsInTurn(written)).containsExactly("late");
            awaitUnused();
            assertThat(database.latest()).isAfter(written);
            assertThat(database.<List<String>>read(ReplicaTests::words)).containsExactly("late");
            await().untilAsserted(() -> assertThat(output).containsOnlyOnce(NOT_USED + "is "));
            assertThat(metrics()).containsEntry("ticketflow.replica.used", 0.0);
            assertThat(metrics().get("ticketflow.replica.lag")).isGreaterThan((double) MOST_BEHIND.toSeconds());
        } finally {
            replica.execute("select pg_wal_replay_resume()");
        }

        awaitUsed();
        assertThat(database.<List<String>>read(database.latest(), ReplicaTests::words))
                .containsExactly("late");
        assertThat(output).containsOnlyOnce(USED_AGAIN);
        assertThat(metrics()).containsEntry("ticketflow.replica.used", 1.0);
    }

    private List<String> wordsInTurn(Instant asOf) {
        var found = new ArrayList<String>();
        database.each(asOf, "select word from words", Map.of(), row -> found.add(row.getString(1)));
        return found;
    }

    private Map<String, Double> metrics() {
        var known = new SimpleMeterRegistry();
        new ReplicaHealth(database).bindTo(known);
        return Map.of(
                "ticketflow.replica.used",
                known.get("ticketflow.replica.used").gauge().value(),
                "ticketflow.replica.lag",
                known.get("ticketflow.replica.lag").gauge().value());
    }

    /** While changes are committed all the time, each answer has those that were committed before the instant that was promised for it. */
    @Test
    void what_was_committed_before_the_latest_instant_is_in_the_answer() {
        var end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        var committed = new ArrayList<Instant>();
        var fromReplica = 0;
        while (System.nanoTime() < end) {
            primary.update("insert into words values ('more')");
            committed.add(clock.instant());
            var latest = database.latest();

            var seen = database.<List<String>>read(latest, ReplicaTests::words).size();

            assertThat(seen).isGreaterThanOrEqualTo((int)
                    committed.stream().filter(at -> !at.isAfter(latest)).count());
            fromReplica += isUsed() ? 1 : 0;
        }
        assertThat(fromReplica).isPositive();
        assertThat(committed.get(0)).isBefore(database.latest());
    }

    @Test
    void the_primary_answers_for_a_replica_that_was_stopped_until_it_is_back(CapturedOutput output) {
        database.read(ReplicaTests::isOnReplica);
        servers.stopSecond();
        try {
            assertThat(database.<Boolean>read(ReplicaTests::isOnReplica)).isFalse();
            awaitUnused();
            assertThat(database.<Boolean>read(ReplicaTests::isOnReplica)).isFalse();
            var health = new ReplicaHealth(database).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("used", false).containsKey("lagSeconds");
            assertThat(String.valueOf(health.getDetails().get("reason")))
                    .startsWith("The server of DATABASE_READ_URL does not answer");
        } finally {
            servers.startSecond();
        }

        awaitUsed();
        assertThat(database.<Boolean>read(ReplicaTests::isOnReplica)).isTrue();
        assertThat(output).containsOnlyOnce(NOT_USED + "does not answer").containsOnlyOnce(USED_AGAIN);
        assertThat(new ReplicaHealth(database).health().getDetails())
                .containsEntry("used", true)
                .doesNotContainKey("reason");
    }

    @Test
    void the_primary_answers_for_a_replica_that_is_silent() {
        servers.silenceSecond();
        try {
            awaitUnused();
            assertThat(database.<Boolean>read(ReplicaTests::isOnReplica)).isFalse();
        } finally {
            servers.wakeSecond();
        }
        awaitUsed();
    }

    @Test
    void a_question_that_the_replica_cancels_is_asked_again_on_the_primary() {
        primary.update("insert into words select 'removed' from generate_series(1, 1000)");
        awaitOnReplica(1000);
        var places = new ArrayList<Boolean>();

        var found = database.<Integer>read(question -> {
            var onReplica = isOnReplica(question);
            places.add(onReplica);
            words(question);
            if (onReplica) {
                removeWhatTheReplicaReads();
                question.sql("select 1 from pg_sleep(20)").query().singleRow();
            }
            return words(question).size();
        });

        assertThat(places).containsExactly(true, false);
        assertThat(found).isZero();
    }

    private static void removeWhatTheReplicaReads() {
        primary.execute("delete from words");
        primary.execute("vacuum words");
    }

    private static void awaitOnReplica(int words) {
        await().until(() -> Objects.equals(replica.queryForObject("select count(*) from words", Integer.class), words));
    }

    @Test
    void a_question_whose_connection_breaks_is_asked_again_on_the_primary() {
        var places = new ArrayList<Boolean>();

        database.read(question -> {
            var onReplica = isOnReplica(question);
            places.add(onReplica);
            if (onReplica) {
                endConnections();
            }
            return words(question);
        });

        assertThat(places).containsExactly(true, false);
    }

    private static void endConnections() {
        replica.queryForList(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'Ticketflow replica'");
    }

    @Test
    void rows_that_were_passed_on_are_not_read_again() {
        primary.update("insert into words select 'row ' || n from generate_series(1, 2000) n");
        awaitOnReplica(2000);
        var passedOn = new ArrayList<String>();

        assertThatThrownBy(() -> database.each("select word from words", Map.of(), row -> {
                    passedOn.add(row.getString(1));
                    if (passedOn.size() == 1) {
                        endConnections();
                    }
                }))
                .matches(DatabaseOutage::isBehind);

        assertThat(passedOn).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void rows_as_of_an_instant_are_read_from_the_replica_if_it_has_that_instant() {
        assertThat(placesOfRows(database.latest())).containsExactly(true);
        assertThat(placesOfRows(clock.instant())).containsExactly(false);
    }

    private List<Boolean> placesOfRows(Instant asOf) {
        var places = new ArrayList<Boolean>();
        database.each(asOf, "select pg_is_in_recovery()", Map.of(), row -> places.add(row.getBoolean(1)));
        return places;
    }

    @Test
    void rows_are_read_from_the_primary_if_the_replica_accepts_no_connection() {
        servers.stopSecond();
        try {
            var places = new ArrayList<Boolean>();
            database.each("select pg_is_in_recovery()", Map.of(), row -> places.add(row.getBoolean(1)));

            assertThat(places).containsExactly(false);
        } finally {
            servers.startSecond();
        }
    }

    @Test
    void a_question_is_not_asked_a_server_behind_the_same_address_that_is_no_replica() {
        var both = servers.replicaUrl()
                .replace("/postgres?", "," + servers.jdbcUrl().replaceAll(".*//|/.*", "") + "/postgres?");
        var reports = reading(both);
        try {
            reports.afterSingletonsInstantiated();
            var found = reports.replica().orElseThrow();
            await().atMost(Duration.ofSeconds(20)).until(found::isUsed);
            servers.stopSecond();

            assertThatThrownBy(() -> found.read(ReplicaTests::isOnReplica)).isInstanceOf(Replica.BehindException.class);
            assertThat(reports.<Boolean>read(ReplicaTests::isOnReplica)).isFalse();
        } finally {
            reports.destroy();
            servers.startSecond();
        }
    }

    @Test
    void a_server_that_is_no_replica_of_the_database_is_refused_at_the_start() {
        assertThatThrownBy(() -> reading(servers.jdbcUrl()))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("The server of DATABASE_READ_URL accepts changes, so it is no replica");
        assertThatThrownBy(() -> reading(TestDatabase.fresh()))
                .isInstanceOf(CannotStartException.class)
                .hasMessage(
                        "The server of DATABASE_READ_URL has another database than the server of DATABASE_URL, so it"
                                + " is no replica of it");
        assertThatThrownBy(() -> reading(servers.replicaUrl().replace("/postgres?", "/template1?")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("has another database");
        assertThatThrownBy(() -> reading("mysql://somewhere"))
                .isInstanceOf(CannotStartException.class)
                .hasMessageStartingWith("DATABASE_READ_URL is neither postgresql://");
    }

    @Test
    void a_replica_that_does_not_answer_at_the_start_is_used_when_it_does(CapturedOutput output) {
        servers.stopSecond();
        ReadDatabase early;
        try {
            early = reading(readerUrl());
            early.afterSingletonsInstantiated();
            assertThat(early.<Boolean>read(ReplicaTests::isOnReplica)).isFalse();
            await().untilAsserted(() -> assertThat(output).contains(NOT_USED + "does not answer"));
        } finally {
            servers.startSecond();
        }

        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> early.read(ReplicaTests::isOnReplica));
        } finally {
            early.destroy();
        }
    }

    @Test
    void a_replica_that_became_the_primary_is_not_used(@TempDir Path place, CapturedOutput output) {
        try (var others = PairOfServers.startWithReplica(place)) {
            var reports = new ReadDatabase(
                    DatabaseUrl.parse("DATABASE_URL", others.jdbcUrl()),
                    others.replicaUrl(),
                    MOST_BEHIND,
                    new StatementSettings(10, 60),
                    metrics,
                    clock);
            try {
                reports.afterSingletonsInstantiated();
                await().atMost(Duration.ofSeconds(20)).until(() -> reports.read(ReplicaTests::isOnReplica));

                others.promoteSecond();

                await().untilAsserted(() -> assertThat(output).contains(NOT_USED + "accepts changes"));
                assertThat(reports.replica().orElseThrow().isUsed()).isFalse();
            } finally {
                reports.destroy();
            }
        }
    }
}
