#!/usr/bin/env bash
# Two timers of Camunda 7 that are due an hour apart, in the hour that a zone has twice in autumn, become one date; one of them rings an hour wrong.
#
# What surprised: a timer's date in a model has Z or an offset, so it is an instant, and Job.getDuedate() is one, too. Between them the engine stores it in a column
# "timestamp" without a zone and gives the driver no calendar: what is stored is the wall clock of the JVM's zone. In Europe/Berlin 00:30Z and 01:30Z of 25 October 2026
# are stored as the same 02:30. H2's driver reads both as 00:30Z, so the second timer is an hour early, and a query for what is due before 00:45Z, as the job executor
# asks it, finds both. With -Duser.timezone=UTC both are right. A start on the same database with another zone moves every date by the difference.
# Versions: org.camunda.bpm:camunda-engine 7.24.0, com.h2database:h2 2.3.232, JDK 17. The column types for PostgreSQL, Oracle and MySQL have no zone either.
# Why it matters: deadlines that are timers of the engine are an hour wrong in one night a year, on machines whose zone is not UTC.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
<dependencies>
  <dependency><groupId>org.camunda.bpm</groupId><artifactId>camunda-engine</artifactId><version>7.24.0</version></dependency>
  <dependency><groupId>com.h2database</groupId><artifactId>h2</artifactId><version>2.3.232</version></dependency>
</dependencies></project>
XML

cat > Timers.java <<'JAVA'
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;

public class Timers {
    public static void main(String[] dates) {
        var engine = new StandaloneInMemProcessEngineConfiguration().setJdbcUrl("jdbc:h2:mem:timers;DB_CLOSE_DELAY=-1").buildProcessEngine();
        var jobs = engine.getManagementService();
        for (var date : dates) {
            var model = Bpmn.createExecutableProcess("timer").camundaHistoryTimeToLive(1)
                    .startEvent().intermediateCatchEvent().timerWithDate(date).endEvent().done();
            engine.getRepositoryService().createDeployment().addModelInstance("timer.bpmn", model).deploy();
            var instance = engine.getRuntimeService().startProcessInstanceByKey("timer");
            var due = jobs.createJobQuery().processInstanceId(instance.getId()).singleResult().getDuedate();
            System.out.println("due " + date + ", stored and read " + due.toInstant());
        }
        var between = Date.from(Instant.parse("2026-10-25T00:45:00Z"));
        System.out.println("due before 2026-10-25T00:45:00Z: " + jobs.createJobQuery().duedateLowerThan(between).count());
        engine.close();
    }
}
JAVA

cat > expected <<'TEXT'
Europe/Berlin
due 2026-10-24T23:30:00Z, stored and read 2026-10-24T23:30:00Z
due 2026-10-25T00:30:00Z, stored and read 2026-10-25T00:30:00Z
due 2026-10-25T01:30:00Z, stored and read 2026-10-25T00:30:00Z
due 2026-10-25T02:30:00Z, stored and read 2026-10-25T02:30:00Z
due before 2026-10-25T00:45:00Z: 3
UTC
due 2026-10-24T23:30:00Z, stored and read 2026-10-24T23:30:00Z
due 2026-10-25T00:30:00Z, stored and read 2026-10-25T00:30:00Z
due 2026-10-25T01:30:00Z, stored and read 2026-10-25T01:30:00Z
due 2026-10-25T02:30:00Z, stored and read 2026-10-25T02:30:00Z
due before 2026-10-25T00:45:00Z: 2
TEXT

mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:build-classpath -Dmdep.outputFile=classpath > /dev/null
for zone in Europe/Berlin UTC; do
    echo "$zone"
    java -Duser.timezone="$zone" -cp "$(cat classpath)" Timers.java 2026-10-24T23:30:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z 2> /dev/null | grep '^due'
done | tee answers
diff expected answers
