package io.ticketflow.process.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates, durations and cycles that stand in a model: the engine reads them only when a ticket comes there, so the gate reads them before. */
class LiteralTimesTests {

    private static final String AROUND =
            "<bpmn:startEvent id=\"s\"/><bpmn:sequenceFlow id=\"s_t\" sourceRef=\"s\" targetRef=\"t\"/>"
                    + "<bpmn:userTask id=\"t\" name=\"T\"/>";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * * 1-5             | six
            0 9 * * *               | six
            0 0 9 * * ? 2030        | There is no year
            0 0 9 ? * MON-FRI 2027-2030 | There is no year
            0/5 * * * * ?           | more often than once a minute
            0,30 0 9 * * MON-FRI    | more often than once a minute
            */20 * * * * *          | more often than once a minute
            * * 9 * * ?             | more often than once a minute
            58-59 0 9 1 1 ?         | more often than once a minute
            0 0 9 * * 1-5           | names, such as MON-FRI
            0 0 9 ? * 2             | names, such as MON-FRI
            0 0 9 ? * MON,3         | names, such as MON-FRI
            0 0 9 ? * 6L            | names, such as MON-FRI
            0 0 9 ? * 5#2           | names, such as MON-FRI
            0 0 9 31 2 ?            | never comes
            0 0 25 * * ?            | no cron
            every day at nine times | six
            R3/1 hour               | no duration
            R/PT30S                 | more often than once a minute
            R3/2030-01-01T00:00:00/PT10S | more often than once a minute
            R0/PT1H                 | at least once
            R                       | at least once
            Rx/PT1H                 | at least once
            R/P1D/2020-01-01        | over already
            """)
    void a_cycle_that_the_engine_cannot_follow_is_refused(String cycle, String reason) {
        assertThat(examine(timer("timeCycle", cycle))).singleElement().satisfies(objection -> {
            assertThat(objection.elementId()).isEqualTo("b");
            assertThat(objection.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 9 * * MON-FRI",
                "0 0 9 * * mon,wed",
                "0 0 9 * * ?",
                "0 0/15 8-17 ? * MON-FRI",
                "0 * * * * *",
                "30 0 0 1 1 *",
                "0 0 9 L * ?",
                "0 0 9 ? * FRI#2",
                "0 0 9 ? * MONL",
                "0 0 0 29 2 ?",
                "0 0 9 ? * */2",
                "@daily",
                "R/PT1H",
                "R3/PT10M",
                "R/P1W",
                "R5/2030-01-01T00:00:00Z/P1D"
            })
    void a_cycle_that_the_engine_follows_passes(String cycle) {
        assertThat(examine(timer("timeCycle", cycle))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomorrow", "2026-13-01T00:00:00", "09:00", "2026-03-29 02:30", "29.03.2026"})
    void a_date_that_the_engine_cannot_read_is_refused_with_one_that_it_can(String date) {
        for (var model : List.of(timer("timeDate", date), task("dueDate", date), task("followUpDate", date))) {
            assertThat(examine(model)).singleElement().satisfies(objection -> assertThat(objection.reason())
                    .contains("+02:00", "UTC"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-03-29T02:30:00", "2026-03-29T02:30:00+02:00", "2026-10-25T00:30:00Z", "2030-01-01", "P3D"})
    void a_date_that_the_engine_reads_passes(String date) {
        assertThat(examine(timer("timeDate", date))).isEmpty();
        assertThat(examine(task("dueDate", date))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 days", "3D", "-P1D", "P", "P1D/2030-01-01", "R3/PT1H", "2030-01-01", "PT1H30"})
    void a_duration_that_the_engine_cannot_read_is_refused(String duration) {
        assertThat(examine(timer("timeDuration", duration)))
                .singleElement()
                .satisfies(objection -> assertThat(objection.reason()).contains("no duration"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P3D", "PT4H", "P1W", "P1M15DT2H", "PT0.5S"})
    void a_duration_that_the_engine_reads_passes(String duration) {
        assertThat(examine(timer("timeDuration", duration))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            R3/PT5M      | true
            PT5S,PT1M    | true
            PT5S, PT1M   | true
            ${retries}   | true
            R3/5 minutes | false
            PT5S,soon    | false
            three times  | false
            """)
    void the_times_between_tries_are_read_too(String retries, boolean isRight) {
        var model = AROUND.replace(
                        "<bpmn:userTask id=\"t\" name=\"T\"/>",
                        "<bpmn:userTask id=\"t\" camunda:asyncBefore=\"true\"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>%s</camunda:failedJobRetryTimeCycle>"
                                + "<camunda:inputOutput><camunda:inputParameter name=\"retries\">R3/PT5M</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>")
                .formatted(retries);

        assertThat(examine(model)).hasSize(isRight ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            R/PT1H            | true
            0 0 9 * * MON-FRI | true
            ${number}         | false
            """)
    void a_process_begins_at_a_time_that_stands_there(String cycle, boolean isRight) {
        var model = AROUND.replace(
                "<bpmn:startEvent id=\"s\"/>",
                "<bpmn:startEvent id=\"s\"><bpmn:timerEventDefinition id=\"time\"><bpmn:timeCycle>%s</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>"
                        .formatted(cycle));

        assertThat(examine(model)).hasSize(isRight ? 0 : 1);
    }

    private static String timer(String kind, String time) {
        return AROUND
                + "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"t\" cancelActivity=\"false\"><bpmn:timerEventDefinition id=\"time\"><bpmn:%1$s>%2$s</bpmn:%1$s></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
                        .formatted(kind, time);
    }

    private static String task(String attribute, String date) {
        return AROUND.replace("name=\"T\"", "name=\"T\" camunda:%s=\"%s\"".formatted(attribute, date));
    }

    private static List<Objection> examine(String content) {
        return DeployGate.withoutServer()
                .examine(Map.of("own.bpmn", EngineFaultsTests.model(content).getBytes(StandardCharsets.UTF_8)), false);
    }
}
