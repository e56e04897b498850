package io.ticketflow.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketflowTest
class UserStatsTests {

    @Autowired
    private World world;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
    }

    private Map<String, Object> statsOf(String handle) {
        return JsonPath.read(
                http.asAnew("admin")
                        .get("/api/v1/users/%s/stats"
                                .formatted(world.person(handle).id()))
                        .body(),
                "$");
    }

    @Test
    void somebody_without_tickets_has_no_medians_and_no_percentages() {
        var stats = statsOf("user");

        assertThat(stats)
                .containsEntry("assigned", 0)
                .containsEntry("openNow", 0)
                .containsEntry("medianFirstResponseSeconds", null)
                .containsEntry("responsePercent", null)
                .hasSize(8);
    }

    @Test
    void the_figures_are_those_of_the_tickets_that_somebody_has_now() {
        world.sql("update users set max_open_tickets = 0 where handle not in ('engineer')");
        var prompt = world.openAndRouted(Category.VM, Priority.P3);
        var late = world.openAndRouted(Category.VM, Priority.P3);
        var untouched = world.openAndRouted(Category.VM, Priority.P4);
        var gone = world.openAndRouted(Category.VM, Priority.P4);
        world.pass(Duration.ofMinutes(10));
        world.move(prompt, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "engineer");
        world.pass(Duration.ofMinutes(10));
        world.resolve(prompt);
        world.move(prompt, TicketStatus.REOPENED, MoveDetails.comment("no"), "user");
        world.pass(Duration.ofHours(3));
        world.move(late, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "engineer");
        world.resolve(late);
        world.sql("update tickets set deleted_at = now() where number = "
                + gone.number().substring(4));

        var stats = statsOf("engineer");

        assertThat(world.assigneeOf(untouched)).isEqualTo("engineer");
        assertThat(stats)
                .containsEntry("assigned", 3)
                .containsEntry("resolved", 1)
                .containsEntry("reopened", 1)
                .containsEntry("openNow", 2)
                .containsEntry("responsePercent", 50.0)
                .containsEntry("resolutionPercent", 100.0);
        assertThat((Integer) stats.get("medianFirstResponseSeconds")).isBetween(6_300, 6_400);
        assertThat((Integer) stats.get("medianResolutionSeconds")).isBetween(12_000, 12_100);
    }
}
