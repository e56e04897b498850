#!/usr/bin/env bash
# FEEL calls by parameter name that answer null, or fail, although the same calls by position are right.
#
# What surprised: DMN names the parameters of its built-in functions, and a call may name them: floor(n: 1.56, scale: 1). In feel-engine
#   round half down and floor   call the second parameter "scala" (the other five rounding functions say "scale"),
#   sublist                     says "start" for "start position" (substring says "start position"),
#   finished by                 has its two parameters in the wrong order, so that named ones are exchanged: a scala.MatchError.
# The first three answer null without an exception: in a decision table no rule matches, or a default is taken.
# Versions: org.camunda.feel:feel-engine 1.19.3 (what Camunda 7.24.0 carries) and 1.21.0 (the newest on 29 November 2026), JDK 17.
# Why it matters: named calls are what a careful author writes, and nothing but the suppressed failures of one evaluation tells that they were
# not understood; a gate that only parses lets them pass.
# Source: OMG DMN 1.5, tables of built-in functions in 10.3.4 (numeric, list and range functions).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > Ask.java <<'JAVA'
import java.util.Map;
import org.camunda.feel.api.FeelEngineBuilder;

public class Ask {
    public static void main(String[] expressions) {
        var feel = FeelEngineBuilder.forJava().build();
        for (var expression : expressions) {
            var answer = feel.evaluateExpression(expression, Map.of());
            var failure = answer.isSuccess() ? "" : answer.failure().message();
            System.out.println(expression + " = " + (answer.isSuccess() ? answer.result() : failure.contains("MatchError") ? "MatchError" : failure));
        }
    }
}
JAVA

cat > expected <<'TEXT'
round half up(n: 5.55, scale: 1) = 5.6
round half down(5.55, 1) = 5.5
round half down(n: 5.55, scale: 1) = null
round half down(n: 5.55, scala: 1) = 5.5
ceiling(n: 1.56, scale: 1) = 1.6
floor(1.56, 1) = 1.5
floor(n: 1.56, scale: 1) = null
floor(n: 1.56, scala: 1) = 1.5
substring(string: "abcd", start position: 2) = bcd
sublist([1, 2, 3], 2) = [2, 3]
sublist(list: [1, 2, 3], start position: 2) = null
sublist(list: [1, 2, 3], start: 2) = [2, 3]
finished by([1..3], 3) = true
finished by(range: [1..3], point: 3) = MatchError
TEXT

changed=0
for version in 1.19.3 1.21.0; do
    mkdir "$version"
    cat > "$version/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
<dependencies><dependency><groupId>org.camunda.feel</groupId><artifactId>feel-engine</artifactId><version>$version</version></dependency></dependencies></project>
XML
    (cd "$version" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.7.0:build-classpath -Dmdep.outputFile=classpath > /dev/null)
    echo "feel-engine $version"
    mapfile -t expressions < <(sed 's/ = [^=]*$//' expected)
    java -cp "$(cat "$version/classpath")" Ask.java "${expressions[@]}" 2> /dev/null | tee "$version/answers"
    diff expected "$version/answers" || changed=1
done
exit $changed
