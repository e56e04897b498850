package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.database.TestDatabase;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The command {@code check}, in a process of its own, on a database in which a start of the application would change much. */
@TicketflowTest
class CheckTests {

    private static final String TABLE = "assignment-routing.dmn";

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Environment environment;

    @TempDir
    private Path data;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    /** Runs the command and answers its exit code. */
    private int check(String name, String database) throws IOException {
        var node = new Node(name, Map.of("DATABASE_URL", database, "TICKETFLOW_DATA_DIR", data.toString()));
        Files.deleteIfExists(node.log());
        node.start("check");
        return node.awaitEnd();
    }

    private static String saidBy(String name) throws IOException {
        return Files.readString(Path.of("target", "nodes", name + ".log"));
    }

    /** PostgreSQL would refuse each write, and the log would say so. */
    @Test
    void where_a_start_would_find_much_to_do_it_looks_and_changes_nothing() throws IOException {
        aTicketInTriageCouldBeRouted();
        world.open(Category.VM, Priority.P3);
        aRightAndAFormAreNotWhatAStartMakesThem();
        var database = environment.getRequiredProperty("ticketflow.database-url");
        try {
            var before = everything();

            var exitCode = check("check", database + "&options=-c%20default_transaction_read_only=on");

            assertThat(saidBy("check")).isEqualTo("0 difference(s) between tickets and processes\n");
            assertThat(exitCode).isZero();
            assertThat(everything()).isEqualTo(before);
            assertThat(data).isEmptyDirectory();
        } finally {
            aRightAndAFormAreNotWhatAStartMakesThem();
        }
    }

    private void aTicketInTriageCouldBeRouted() throws IOException {
        var shipped = Files.readString(Path.of("dmn", TABLE), StandardCharsets.UTF_8);
        world.tableBecomes(TABLE, shipped.replace("\"Platform\"", "nobody knows ("));
        assertThat(world.openAndRouted(Category.VM, Priority.P3).status()).isEqualTo(TicketStatus.NEW);
        transaction.executeWithoutResult(status -> jdbc.update(
                "update act_ge_bytearray set bytes_ = ? where name_ = ? and bytes_ <> ?",
                shipped.getBytes(StandardCharsets.UTF_8),
                TABLE,
                shipped.getBytes(StandardCharsets.UTF_8)));
    }

    /** Changes a right and a form; a second call changes them back. */
    private void aRightAndAFormAreNotWhatAStartMakesThem() {
        world.sql("update act_ru_authorization set perms_ = perms_ # 2 where resource_id_ = 'tasklist'");
        world.sql(
                "update act_ge_bytearray set bytes_ = set_bit(bytes_, 0, 1 - get_bit(bytes_, 0)) where name_ = 'ticket-move.form'");
    }

    /** A checksum of the rows of each table. */
    private Map<String, String> everything() {
        var sums = new TreeMap<String, String>();
        transaction.executeWithoutResult(status -> jdbc.queryForList(
                        "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
                        String.class)
                .forEach(table -> sums.put(
                        table,
                        jdbc.queryForObject(
                                "select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from \"%s\" t"
                                        .formatted(table),
                                String.class))));
        return sums;
    }

    @Test
    void on_an_empty_database_it_makes_no_tables_and_says_why_it_cannot_look() throws IOException, SQLException {
        var empty = TestDatabase.fresh();

        var exitCode = check("check-empty", empty);

        assertThat(exitCode).isEqualTo(2);
        assertThat(saidBy("check-empty"))
                .contains("The tables of this database are older than this jar, or there are none")
                .doesNotContain("Exception");
        try (var connection = DriverManager.getConnection(empty);
                var tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            assertThat(tables.next()).isFalse();
        }
    }
}
