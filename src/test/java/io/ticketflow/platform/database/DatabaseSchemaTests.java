package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Checks that docs/database-schema.md describes what the migrations create. {@code mvn test -Dtest=DatabaseSchemaTests -Dschema.write} writes it again. */
@TicketflowTest
class DatabaseSchemaTests {

    private static final Path PAGE = Path.of("docs", "database-schema.md");

    private static final String HEAD = """
            # The database

            `mvn test -Dtest=DatabaseSchemaTests -Dschema.write` writes this page from the database, and a test compares them. The engine's own tables (`act_…`) are left out. The
            [migrations](../db/migration) give the reasons. Reports and reads of tickets never use the engine's tables.
            """;

    @Autowired
    private JdbcTemplate jdbc;

    private List<String> tables() {
        return jdbc.queryForList("""
                select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
                and relname not like 'act\\_%' and relname not like 'flyway%' order by relname""", String.class);
    }

    private String page() {
        var page = new StringBuilder(HEAD);
        for (var table : tables()) {
            page.append("\n## ")
                    .append(table)
                    .append('\n')
                    .append(purpose(table))
                    .append("\n\n");
            page.append("| column | type | default |\n|---|---|---|\n");
            columns(table)
                    .forEach(column -> page.append("| %s | %s | %s |\n"
                            .formatted(column.get("name"), column.get("type"), column.get("preset"))));
            page.append('\n');
            constraints(table).forEach(line -> page.append("- `").append(line).append("`\n"));
            indexes(table).forEach(line -> page.append("- `").append(line).append("`\n"));
        }
        return page.toString();
    }

    private String purpose(String table) {
        return String.valueOf(jdbc.queryForObject(
                "select obj_description(?::regclass, 'pg_class')", String.class, "public." + table));
    }

    private List<Map<String, Object>> columns(String table) {
        return jdbc.queryForList("""
                select a.attname as name,
                       format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else ', may be null' end as type,
                       coalesce(pg_get_expr(d.adbin, d.adrelid), '') as preset
                from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum""", "public." + table);
    }

    private List<String> constraints(String table) {
        return jdbc.queryForList("""
                select conname || ': ' || pg_get_constraintdef(oid) from pg_constraint
                where conrelid = ?::regclass and contype <> 'n' order by contype desc, conname""", String.class, "public." + table);
    }

    private List<String> indexes(String table) {
        return jdbc.queryForList("""
                select indexname || ': ' || substring(indexdef from 'USING .*') from pg_indexes
                where schemaname = 'public' and tablename = ?
                and indexname not in (select conname from pg_constraint where conrelid = ?::regclass) order by indexname""", String.class, table, "public." + table);
    }

    @Test
    void the_page_is_what_the_migrations_make() throws IOException {
        var page = page();
        if (System.getProperty("schema.write") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void every_table_says_what_it_is_for() {
        assertThat(tables())
                .hasSizeGreaterThan(30)
                .allSatisfy(table -> assertThat(purpose(table)).as(table).isNotEqualTo("null"));
    }
}
