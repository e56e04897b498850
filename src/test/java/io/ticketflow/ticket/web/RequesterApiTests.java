package io.ticketflow.ticket.web;

import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A ticket gets another requester. */
@TicketflowTest
class RequesterApiTests {

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Mails mails;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        mails.forget();
        http = Http.on(port);
    }

    private HttpResponse<String> change(Ticket ticket, String by, UUID requester) {
        return http.as(by)
                .json("PUT", "/api/v1/tickets/" + ticket.number(), "{\"requesterId\": \"%s\"}".formatted(requester));
    }

    private int seenBy(String handle, Ticket ticket) {
        return http.as(handle).get("/api/v1/tickets/" + ticket.number()).statusCode();
    }

    @Test
    void task_sight_history_and_mails_follow_the_requester() {
        var ticket = world.inWork();
        var other = world.person("user2").id();
        http.as("lead").json("PUT", "/api/v1/tickets/" + ticket.number() + "/watchers/" + other, "");
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        var before = world.instant();
        world.pass(Duration.ofMinutes(1));
        world.sql("truncate notifications cascade");

        var changed = change(ticket, "lead", other);

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(changed.body(), "$.requester.id")).isEqualTo(other.toString());
        assertThat(JsonPath.<Integer>read(changed.body(), "$.watcherCount")).isZero();
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo("user2");
        assertThat(seenBy("user", ticket)).isEqualTo(404);
        var task = "/engine-rest/task/" + world.taskOf(ticket).getId();
        assertThat(http.as("user").get(task).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(http.as("user2").get(task).statusCode()).isEqualTo(200);
        assertThat(jdbc.queryForList(
                        "select resource_id_ from act_ru_authorization where user_id_ = 'user'", String.class))
                .doesNotContain(
                        world.now(ticket).processInstanceId(),
                        world.taskOf(ticket).getId());
        assertThat(seenBy("user2", ticket)).isEqualTo(200);
        assertThat(JsonPath.<List<String>>read(
                        http.as("lead")
                                .get("/api/v1/tickets/" + ticket.number() + "/history")
                                .body(),
                        "$..[?(@.field == 'requester')].to"))
                .containsExactly("user2");
        assertThat(JsonPath.<String>read(
                        http.as("lead")
                                .get("/api/v1/tickets/" + ticket.number() + "?asOf=" + before)
                                .body(),
                        "$.requester.id"))
                .isEqualTo(world.person("user").id().toString());
        mails.sendAll();
        assertThat(mails.lastTo("user2@ticketflow.local").subject()).contains("needs your answer");
        assertThat(mails.to("user@ticketflow.local")).isEmpty();

        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user2"));
        assertThat(world.now(ticket).status()).isNotEqualTo(PENDING_INFO);
    }

    @Test
    void a_new_requester_of_a_solved_ticket_may_confirm_it() {
        var ticket = world.resolved();

        assertThat(change(ticket, "manager", world.person("user2").id()).statusCode())
                .isEqualTo(200);

        assertThat(http.as("user2")
                        .json("PATCH", "/api/v1/tickets/" + ticket.number() + "/status", "{\"status\": \"CLOSED\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void leads_and_higher_roles_name_active_people_for_tickets_that_are_open() {
        var ticket = world.inWork();
        var other = world.person("user2").id();

        assertThat(change(ticket, world.assigneeOf(ticket), other).statusCode()).isEqualTo(403);
        assertThat(change(ticket, "user", other).statusCode()).isEqualTo(403);
        assertThat(change(ticket, "user2", other).statusCode()).isEqualTo(404);
        assertThat(change(ticket, "lead", UUID.randomUUID()).statusCode()).isEqualTo(422);
        assertThat(http.as("lead")
                        .with("If-Match", "\"999\"")
                        .json("PUT", "/api/v1/tickets/" + ticket.number(), "{\"requesterId\": \"%s\"}".formatted(other))
                        .statusCode())
                .isEqualTo(412);
        assertThat(change(ticket, "lead", world.person("user").id()).statusCode())
                .as("the present one")
                .isEqualTo(200);
        assertThat(world.now(ticket).version()).isEqualTo(ticket.version());
    }

    @Test
    void the_people_who_work_on_a_ticket_hear_that_its_requester_has_left() {
        var ticket = world.inWork();
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        var leaving = people.someone(Role.END_USER);
        change(ticket, "lead", leaving.id());
        world.sql("truncate notifications cascade");

        assertThat(http.as("admin")
                        .json("DELETE", "/api/v1/users/" + leaving.id(), "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(jdbc.queryForList(
                        "select handle || ' ' || body from notifications join users on users.id = recipient_id where event = 'REQUESTER_LEFT'",
                        String.class))
                .hasSize(2)
                .anyMatch(told -> told.startsWith("lead "))
                .allMatch(told -> told.contains("has left.") && told.contains("It waits for them"));
    }
}
