package io.ticketflow.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The places to which a new category or priority has to be added, besides {@link Category} and {@link Priority}: the checks of two tables and, for a priority,
 * its weight and its policy, all in one migration; both decision tables; one row of the documentation. A developer who adds one sees here what is missing.
 * {@code AssignmentRoutingTests} and {@code EscalationRoutingTests} check that the tables have a rule for each; forms and the API's description read the enums.
 */
@TicketflowTest
class CategoryAndPriorityTests {

    private static final Pattern IN_SINGLE_QUOTES = Pattern.compile("'([^']+)'");
    private static final Pattern IN_DOUBLE_QUOTES = Pattern.compile("\"([^\"]+)\"");

    @Autowired
    private JdbcTemplate jdbc;

    /** Creates the people of the demonstration. */
    @Autowired
    private World world;

    @Test
    void the_database_checks_them_in_these_places_and_no_others() {
        assertThat(jdbc.queryForList("""
                        select conname from pg_constraint where contype = 'c' and connamespace = current_schema()::regnamespace
                        and (pg_get_constraintdef(oid) like '%''P1''%' or pg_get_constraintdef(oid) like '%''CI\\_CD''%')""", String.class))
                .containsExactlyInAnyOrder(
                        "ck_tickets_category",
                        "ck_tickets_priority",
                        "ck_sla_policies_category",
                        "ck_sla_policies_priority");
    }

    @ParameterizedTest
    @CsvSource({
        "ck_tickets_category, category",
        "ck_sla_policies_category, category",
        "ck_tickets_priority, priority",
        "ck_sla_policies_priority, priority"
    })
    void the_database_takes_each(String check, String field) {
        var allowed = jdbc.queryForObject(
                "select pg_get_constraintdef(oid) from pg_constraint where conname = ?", String.class, check);

        assertThat(words(IN_SINGLE_QUOTES, Objects.requireNonNull(allowed)))
                .containsExactlyInAnyOrderElementsOf(names(field));
    }

    @ParameterizedTest
    @EnumSource
    void the_database_weighs_open_work_as_java_does(Priority priority) {
        assertThat(jdbc.queryForObject("select work_of('OPEN', ?)", Integer.class, priority.name()))
                .isEqualTo(priority.weight());
    }

    @ParameterizedTest
    @EnumSource
    void there_is_a_first_promise_for_each_priority_of_every_category(Priority priority) {
        assertThat(jdbc.queryForObject(
                        "select count(*) from sla_policies where priority = ? and category is null and version = 1",
                        Integer.class,
                        priority.name()))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "assignment-routing, category",
        "assignment-routing, priority",
        "escalation-routing, category",
        "escalation-routing, priority"
    })
    void the_decision_tables_offer_each_in_this_order(String table, String field) throws IOException {
        var offered = Pattern.compile(
                        "<text>" + field + "</text>.*?<inputValues [^>]*>\\s*<text>(.*?)</text>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("dmn", table + ".dmn")));

        assertThat(offered.find()).isTrue();
        assertThat(words(IN_DOUBLE_QUOTES, offered.group(1))).containsExactlyElementsOf(names(field));
    }

    @ParameterizedTest
    @EnumSource
    void a_person_of_the_demonstration_knows_each_category(Category category) {
        assertThat(world.person("lead")).isNotNull();
        assertThat(jdbc.queryForObject(
                        "select count(*) from user_skills where skill = ?", Integer.class, category.name()))
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void the_documentation_names_the_promise_of_each_priority(Priority priority) throws IOException {
        assertThat(Files.readString(Path.of("docs", "escalation.md"))).contains("\n| " + priority + " | ");
    }

    private static List<String> names(String field) {
        return field.equals("category")
                ? Arrays.stream(Category.values()).map(Enum::name).toList()
                : Arrays.stream(Priority.values()).map(Enum::name).toList();
    }

    private static List<String> words(Pattern quoted, String text) {
        return quoted.matcher(text).results().map(word -> word.group(1)).toList();
    }
}
