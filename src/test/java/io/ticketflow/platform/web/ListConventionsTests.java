package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Ids;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ResolvableType;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every list has the same parameters. */
@TicketflowTest
class ListConventionsTests {

    static final List<String> LISTS = List.of(
            "/api/v1/tickets",
            "/api/v1/users/{id}/tickets",
            "/api/v1/escalations",
            "/api/v1/sla/at-risk",
            "/api/v1/sla/policies",
            "/api/v1/sla/calendars",
            "/api/v1/users",
            "/api/v1/users/assignable",
            "/api/v1/teams",
            "/api/v1/notifications",
            "/api/v1/notifications/deliveries",
            "/api/v1/tickets/{id}/comments",
            "/api/v1/tickets/{id}/attachments",
            "/api/v1/reports/subscriptions",
            "/api/v1/processes/{key}/migrations",
            "/api/v1/processes/{key}/migrations/{id}/instances");

    @Autowired
    private World world;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private Http admin;
    private String ticket = "";
    private String migration = "";

    /** Creates at least two of everything that is listed. */
    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        admin = Http.on(port).as("admin");
        for (var i = 0; i < 2; i++) {
            var stuck = world.openAndRouted(Category.VM, Priority.P3);
            world.move(stuck, TicketStatus.ESCALATED, MoveDetails.comment("stuck"), world.assigneeOf(stuck));
            ticket = stuck.number();
            world.sql("update tickets set requester_id = '%s'"
                    .formatted(world.person("admin").id()));
            admin.json("POST", "/api/v1/sla/calendars", """
                    {"name": "%s", "timezone": "UTC", "weekly": {"MONDAY": [{"from": "09:00", "to": "12:00"}]}, "holidays": []}""".formatted("List " + Ids.next()));
            world.sql("""
                    insert into notifications (id, recipient_id, event, title, body, created_at)
                    values ('%s', '%s', 'TICKET_CREATED', 't', 'b', now())""".formatted(Ids.next(), world.person("admin").id()));
            admin.json("POST", "/api/v1/reports/subscriptions", """
                    {"report": "trends", "interval": "WEEKLY", "recipients": ["%s"]}""".formatted(
                            world.person("admin").id()));
            migrate(stuck);
        }
        say();
    }

    @Test
    void every_list_is_tried() {
        var lists = routes.getHandlerMethods().entrySet().stream()
                .filter(route ->
                        ResolvableType.forMethodReturnType(route.getValue().getMethod())
                                        .resolve()
                                == CursorList.class)
                .flatMap(route -> route.getKey().getPatternValues().stream())
                .collect(Collectors.toSet());

        assertThat(LISTS).containsAll(lists);
    }

    /** Inserts two finished migrations of two instances each. */
    private void migrate(Ticket moved) {
        migration = Ids.next().toString();
        world.sql("""
                insert into process_migrations (id, process_key, from_version, to_version, from_definition_id,
                    to_definition_id, mapping, started_by_id, started_at, finished_at)
                values ('%s', 'ticket-lifecycle', 1, 2, 'a', 'b', '{}', '%s', now(), now())""".formatted(migration, world.person("admin").id()));
        world.sql("""
                insert into migrated_instances (migration_id, position, process_instance_id, business_key, state)
                select '%s', position, 'x', '%s', 'MIGRATED' from generate_series(0, 1) position""".formatted(migration, moved.number()));
    }

    /** Adds two of each thing that belongs to a ticket. */
    private void say() {
        for (var i = 0; i < 2; i++) {
            admin.json(
                    "POST", "/api/v1/tickets/" + ticket + "/comments", "{\"body\": \"b\", \"visibility\": \"PUBLIC\"}");
            admin.send(
                    "POST",
                    "/api/v1/tickets/" + ticket + "/attachments",
                    """
                    --part
                    Content-Disposition: form-data; name="visibility"

                    PUBLIC
                    --part
                    Content-Disposition: form-data; name="file"; filename="a.txt"

                    Hello
                    --part--
                    """.replace("\n", "\r\n"),
                    "multipart/form-data; boundary=part");
        }
    }

    private String idIn(String list) {
        if (list.contains("/migrations/")) {
            return migration;
        }
        return list.startsWith("/api/v1/tickets/")
                ? ticket
                : world.person("admin").id().toString();
    }

    private HttpResponse<String> get(String list, String query) {
        var path = list.replace("{id}", idIn(list)).replace("{key}", "ticket-lifecycle");
        return admin.get(path + query + (list.endsWith("/assignable") ? "&ticketId=" + ticket : ""));
    }

    @ParameterizedTest
    @FieldSource("LISTS")
    void a_list_is_walked_item_by_item(String list) {
        var whole = get(list, "?limit=100&count=true");
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
        assertThat(whole.headers().firstValue("ETag")).isEmpty();
        var all = new ArrayList<Object>(JsonPath.<List<Object>>read(whole.body(), "$.items[*]"));
        assertThat(all).hasSizeGreaterThan(1);
        assertThat(JsonPath.<Integer>read(whole.body(), "$.total")).isGreaterThanOrEqualTo(all.size());

        var walked = new ArrayList<Object>();
        String next = "";
        while (next != null && walked.size() < all.size()) {
            var page = get(list, "?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next));
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            walked.addAll(JsonPath.<List<Object>>read(page.body(), "$.items[*]"));
            next = JsonPath.read(page.body(), "$.nextCursor");
        }

        assertThat(walked.toString().replaceAll("remainingSeconds=-?\\d+", ""))
                .isEqualTo(all.toString().replaceAll("remainingSeconds=-?\\d+", ""));
    }

    @ParameterizedTest
    @FieldSource("LISTS")
    void what_a_list_does_not_understand_it_names(String list) {
        var own = Base64.getUrlEncoder()
                .encodeToString("dueAt&%2B99999-01-01T00%3A00%3A00Z&x&RESPONSE".getBytes(StandardCharsets.UTF_8));
        for (var wrong : List.of(
                "limit=0",
                "limit=101",
                "limit=1.5",
                "limit=99999999999",
                "count=maybe",
                "cursor=%21",
                "cursor=" + own,
                "page=2")) {
            var answer = get(list, "?" + wrong);

            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                    .containsExactly(wrong.substring(0, wrong.indexOf('=')));
        }
    }

    @Test
    void an_escalation_has_one_of_four_levels() {
        assertThat(admin.get("/api/v1/escalations?level=1,2&level=4").statusCode())
                .isEqualTo(200);
        assertThat(admin.get("/api/v1/escalations?level=5").statusCode()).isEqualTo(400);
    }
}
