package io.ticketflow.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketflowTest
class ReportParametersTests {

    @Autowired
    private World world;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    /** The database reads an offset with the other sign, and does not know the zones below SystemV. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reports/arrivals?tz=%2B05:00 | tz",
                "reports/arrivals?tz=GMT%2B1 | tz",
                "reports/arrivals?tz=SystemV/EST5 | tz",
                "reports/arrivals?tz=Europe/Atlantis | tz",
                "reports/arrivals?from=yesterday | from",
                "reports/dashboard?to=2026-13-01 | to",
                "reports/trends?interval=hour | interval",
                "reports/trends?until=2026-01-01 | until",
                "tickets?figure=nothing | figure",
                "tickets?figure=openBefore | figure",
                "tickets?figure=openBefore(now) | figure",
                "tickets?figure=openBefore(2026-01-01T00:00:00Z | figure",
                "tickets?figure=arrivedOn(MONDAY,9,%2B05:00) | figure",
                "tickets?figure=wasAt(GONE,) | figure",
                "tickets?asOf=2999-01-01T00:00:00Z | asOf"
            })
    void what_cannot_be_read_is_named(String path, String parameter) {
        var answer = Http.on(port).as("manager").get("/api/v1/" + path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field")).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({"from=2026-03-02&to=2026-03-01, to", "asOf=2999-01-01T00:00:00Z, asOf"})
    void what_makes_no_sense_is_refused(String query, String field) {
        var answer = Http.on(port).as("manager").get("/api/v1/reports/tickets/stats?" + query);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29, Europe/Berlin, 2026-03-28T23:00:00Z",
        "2026-03-29T02:30, Europe/Berlin, 2026-03-29T01:30:00Z",
        "2026-10-25T02:30, Europe/Berlin, 2026-10-25T00:30:00Z",
        "2026-09-06, America/Santiago, 2026-09-06T04:00:00Z",
        "2026-03-29T02:30:00Z, Europe/Berlin, 2026-03-29T02:30:00Z"
    })
    void a_window_may_begin_where_the_clocks_change(String from, String zone, String instant) {
        var answer =
                Http.on(port).as("manager").get("/api/v1/reports/tickets/stats?from=%s&tz=%s".formatted(from, zone));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.from")).isEqualTo(instant);
    }
}
