package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Earlier states of a ticket, and undoing a change. */
@TicketflowTest
class PastApiTests {

    @Autowired
    private World world;

    private Http http;
    private Http manager;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        manager = http.asAnew("manager");
    }

    private static String path(Ticket ticket) {
        return "/api/v1/tickets/" + ticket.number();
    }

    private HttpResponse<String> asOf(Http who, Ticket ticket, Instant instant) {
        return who.get(path(ticket) + "?asOf=" + instant);
    }

    private void edit(Ticket ticket, String body) {
        var answer = manager.json("PUT", path(ticket), body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** The newest entry about this field. */
    private String entry(Ticket ticket, String field) {
        var ids = JsonPath.<List<String>>read(
                manager.get(path(ticket) + "/history").body(), "$..[?(@.field == '%s')].id".formatted(field));
        return ids.get(ids.size() - 1);
    }

    private HttpResponse<String> revert(Http who, Ticket ticket, String entry) {
        return who.send("POST", path(ticket) + "/history/" + entry + "/revert", "", "application/json");
    }

    @Test
    void a_ticket_is_shown_as_it_was() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var assignee = JsonPath.<String>read(manager.get(path(ticket)).body(), "$.assignee.fullName");
        var submitted = world.instant();
        world.pass(Duration.ofMinutes(2));
        edit(ticket, "{'title': 'Another title', 'tags': ['vpn', 'a b'], 'priority': 'P2', 'category': 'STORAGE'}");
        world.pass(Duration.ofMinutes(2));
        var edited = world.instant();
        world.pass(Duration.ofMinutes(2));
        edit(ticket, "{'tags': []}");
        manager.json("POST", path(ticket) + "/assign", "{\"assigneeId\": null}");

        var then = asOf(manager, ticket, submitted).body();
        var later = asOf(manager, ticket, edited).body();

        assertThat(manager.get(path(ticket) + "?asOf=" + submitted + "&fields=title,priority")
                        .body())
                .isEqualTo("{\"title\":\"Disk full on db3\",\"priority\":\"P3\"}");
        assertThat(JsonPath.<String>read(then, "$.title")).isEqualTo("Disk full on db3");
        assertThat(JsonPath.<String>read(then, "$.priority")).isEqualTo("P3");
        assertThat(JsonPath.<String>read(then, "$.category")).isEqualTo("VM");
        assertThat(JsonPath.<List<String>>read(then, "$.tags")).isEmpty();
        assertThat(JsonPath.<String>read(then, "$.assignee.fullName")).isEqualTo(assignee);
        assertThat(JsonPath.<String>read(later, "$.title")).isEqualTo("Another title");
        assertThat(JsonPath.<List<String>>read(later, "$.tags")).containsExactly("vpn", "a b");
        assertThat(JsonPath.<String>read(later, "$.assignee.fullName")).isEqualTo(assignee);
    }

    @Test
    void a_resolution_that_was_refused_is_still_known() {
        var ticket = world.resolved();
        var resolved = world.instant();
        world.pass(Duration.ofMinutes(2));
        http.as("user")
                .json("PATCH", path(ticket) + "/status", "{\"status\": \"REOPENED\", \"comment\": \"Still full\"}");

        var then = asOf(manager, ticket, resolved).body();

        assertThat(world.now(ticket).resolution()).isNull();
        assertThat(JsonPath.<String>read(then, "$.status")).isEqualTo("RESOLVED");
        assertThat(JsonPath.<String>read(then, "$.resolutionCode")).isEqualTo("FIXED");
        assertThat(JsonPath.<String>read(then, "$.resolution")).isEqualTo("Enlarged the volume");
        assertThat(JsonPath.<Integer>read(then, "$.reopenCount")).isZero();
        assertThat(JsonPath.<Object>read(then, "$.resolvedAt")).isNotNull();
        assertThat(JsonPath.<Object>read(then, "$.closedAt")).isNull();
    }

    @Test
    void before_it_was_submitted_there_was_none() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(asOf(manager, ticket, ticket.createdAt().minusSeconds(1)).statusCode())
                .isEqualTo(404);
        assertThat(asOf(manager, ticket, ticket.createdAt()).statusCode()).isEqualTo(200);
        assertThat(asOf(http.as("user"), ticket, world.instant()).statusCode()).isEqualTo(200);
        assertThat(asOf(http.as("user2"), ticket, world.instant()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "2026-13-01T00:00:00Z", "-999999999-01-01T00:00:00Z,", "''"})
    void what_is_no_instant_is_refused_by_name(String instant) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        var answer = manager.get(path(ticket) + "?asOf=" + instant);

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 404);
    }

    @Test
    void a_change_is_taken_back_once() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        edit(ticket, "{'title': 'Another title', 'priority': 'P1'}");

        var title = revert(manager, ticket, entry(ticket, "title"));
        var priority = revert(manager, ticket, entry(ticket, "priority"));

        assertThat(title.statusCode()).as(title.body()).isEqualTo(200);
        assertThat(priority.statusCode()).isEqualTo(200);
        assertThat(world.now(ticket).title()).isEqualTo("Disk full on db3");
        assertThat(world.now(ticket).priority()).isEqualTo(Priority.P3);
        assertThat(JsonPath.<List<String>>read(
                        manager.get(path(ticket) + "/history").body(), "$..[?(@.field == 'title')].to"))
                .as("taking back is a change, too")
                .containsExactly("Another title", "Disk full on db3");
    }

    @Test
    void what_was_changed_since_is_not_overwritten() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        edit(ticket, "{'title': 'Second'}");
        var entry = entry(ticket, "title");
        edit(ticket, "{'title': 'Third'}");

        var answer = revert(manager, ticket, entry);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("CHANGED_SINCE");
        assertThat(world.now(ticket).title()).isEqualTo("Third");
    }

    @Test
    void a_status_and_an_assignment_are_not_taken_back() {
        var ticket = world.inWork();

        for (var field : List.of("status", "assignee")) {
            assertThat(JsonPath.<String>read(
                            revert(manager, ticket, entry(ticket, field)).body(), "$.code"))
                    .isEqualTo("NOT_REVERTIBLE");
        }
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void whoever_may_not_edit_may_not_take_back() {
        var ticket = world.inWork();
        edit(ticket, "{'title': 'Another title'}");
        var entry = entry(ticket, "title");

        assertThat(revert(http.as("user"), ticket, entry).statusCode()).isEqualTo(403);
        assertThat(revert(http.as("user2"), ticket, entry).statusCode()).isEqualTo(404);
        assertThat(world.now(ticket).title()).isEqualTo("Another title");
    }
}
