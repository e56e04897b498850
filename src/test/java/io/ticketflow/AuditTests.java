package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.platform.CurrentActor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which changes are recorded in the audit trail if they concern no person. The tests of accounts cover the changes that do. */
@TicketflowTest
class AuditTests {

    @Autowired
    private World world;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private JdbcTemplate jdbc;

    private Http manager;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        manager = Http.on(port).as("manager");
    }

    private List<String> last(int number, String type) {
        return jdbc.queryForList("""
                select coalesce(u.handle, 'nobody') || ' ' || e.source || ' ' || e.detail from audit_events e
                left join users u on u.id = e.actor_id where e.type = ? order by e.id desc limit ?""", String.class, type, number);
    }

    @Test
    void who_deployed_what() throws Exception {
        var table = Files.readString(Path.of("dmn/escalation-routing.dmn"));

        var deployed = CurrentActor.as(world.as("process-owner"), () -> repository
                .createDeployment()
                .addString("escalation-routing.dmn", table)
                .deploy());

        assertThat(last(1, "DEPLOYED").get(0))
                .startsWith("process-owner API ")
                .contains("\"resources\": [\"escalation-routing.dmn\"]", "\"deployment\": \"" + deployed.getId());
    }

    @Test
    void who_changed_a_promise_or_a_calendar() {
        var calendar = manager.json("POST", "/api/v1/sla/calendars", """
                {"name": "Mondays", "timezone": "UTC", "weekly": {"MONDAY": [{"from": "09:00", "to": "12:00"}]}, "holidays": []}""");
        String id = JsonPath.read(calendar.body(), "$.id");
        manager.json("PUT", "/api/v1/sla/calendars/" + id, "{\"timezone\": \"Europe/Berlin\"}");
        manager.json("DELETE", "/api/v1/sla/calendars/" + id, "");

        assertThat(last(3, "CALENDAR_CHANGED"))
                .allMatch(event -> event.startsWith("manager API "))
                .extracting(event -> event.replaceAll(".*\"(created|edited|ended)\".*", "$1"))
                .containsExactly("ended", "edited", "created");

        String policy = JsonPath.read(manager.get("/api/v1/sla/policies").body(), "$.items[0].id");
        manager.json("PUT", "/api/v1/sla/policies/" + policy, "{}");
        assertThat(last(1, "POLICY_CHANGED")).allMatch(event -> event.contains(policy) && event.contains("edited"));
    }
}
