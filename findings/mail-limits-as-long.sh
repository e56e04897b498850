#!/usr/bin/env bash
# A time limit that is given to Jakarta Mail as a Long is no limit, and nothing says so.
#
# What surprised: the time limits of a mail session (mail.smtp.timeout, .connectiontimeout, .writetimeout) are numbers of milliseconds in java.util.Properties. Angus Mail
# takes them as an Integer or as a text of digits. A Long, which is what Duration.toMillis() answers, is neither: the default is used, which for all three is to wait
# without end. There is no exception and no line in the log. A text with a blank behind the digits is treated in the same way.
# Versions: org.eclipse.angus:jakarta.mail 2.0.5, JDK 17.
# Why it matters: the limit looks set in the code and in the properties; one mail server that accepts connections and falls silent then holds the sender for ever.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
<dependencies>
  <dependency><groupId>org.eclipse.angus</groupId><artifactId>jakarta.mail</artifactId><version>2.0.5</version></dependency>
</dependencies></project>
XML

cat > Limits.java <<'JAVA'
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.util.PropUtil;

public class Limits {
    public static void main(String[] none) {
        var limit = Duration.ofSeconds(10);
        for (var value : List.of((int) limit.toMillis(), "10000", limit.toMillis(), "10000 ")) {
            var properties = new Properties();
            properties.put("mail.smtp.timeout", value);
            // The transport reads its limits with this method and this default, and sets only limits that are not negative.
            var read = PropUtil.getIntProperty(properties, "mail.smtp.timeout", -1);
            System.out.println(value.getClass().getSimpleName() + " '" + value + "': " + read);
        }
    }
}
JAVA

cat > expected <<'TEXT'
Integer '10000': 10000
String '10000': 10000
Long '10000': -1
String '10000 ': -1
TEXT
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies -DoutputDirectory=libraries > /dev/null
java -cp 'libraries/*' Limits.java | tee seen
diff expected seen
