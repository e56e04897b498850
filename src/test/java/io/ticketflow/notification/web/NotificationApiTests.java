package io.ticketflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Inbox;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketflowTest
class NotificationApiTests {

    private static final String NOTIFICATIONS = "/api/v1/notifications";

    @Autowired
    private World world;

    @Autowired
    private Ownership ownership;

    @Autowired
    private Inbox inbox;

    private Http user;
    private Http user2;
    private Ticket ticket;

    @BeforeEach
    void aTicketWithThreeComments(@LocalServerPort int port) {
        world.beginAnew();
        user = Http.on(port).as("user");
        user2 = Http.on(port).as("user2");
        ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        for (var comment : List.of("one", "two", "three")) {
            world.comment(ticket.number(), comment, Visibility.PUBLIC, world.as("lead"));
        }
    }

    @Test
    void the_newest_comes_first_and_says_what_it_is_about() {
        var list = user.get(NOTIFICATIONS);

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<List<String>>read(list.body(), "$.items[*].body"))
                .containsExactly("Leo Lead: three", "Leo Lead: two", "Leo Lead: one");
        assertThat(JsonPath.<List<String>>read(list.body(), "$.items[*].event")).containsOnly("COMMENT_ADDED");
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].title"))
                .isEqualTo(ticket.number() + " has a new comment: Disk full on db3");
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].ticket.number"))
                .isEqualTo(ticket.number());
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].ticket.id"))
                .isEqualTo(ticket.id().toString());
        assertThat(JsonPath.<String>read(list.body(), "$.items[0].readAt")).isNull();
        assertThat(JsonPath.<String>read(list.body(), "$.nextCursor")).isNull();
        assertThat(list.body()).doesNotContain("total", "recipient");
    }

    @Test
    void the_list_is_walked_by_cursor_without_gap_or_repetition() {
        var seen = new ArrayList<String>();
        var path = NOTIFICATIONS + "?limit=1&count=true";
        String cursor;
        do {
            var slice = user.get(path).body();
            assertThat(JsonPath.<Integer>read(slice, "$.total")).isEqualTo(3);
            seen.addAll(JsonPath.read(slice, "$.items[*].body"));
            cursor = JsonPath.read(slice, "$.nextCursor");
            path = NOTIFICATIONS + "?limit=1&count=true&cursor=" + cursor;
        } while (cursor != null);

        assertThat(seen).containsExactly("Leo Lead: three", "Leo Lead: two", "Leo Lead: one");
    }

    @Test
    void what_was_read_is_no_longer_unread_and_keeps_its_time() {
        var id = newest();

        var first = user.json("PATCH", NOTIFICATIONS + "/" + id + "/read", "");
        var again = user.json("PATCH", NOTIFICATIONS + "/" + id + "/read", "");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(first.body(), "$.readAt")).isNotNull();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(user.get(NOTIFICATIONS + "/" + id).body()).isEqualTo(first.body());
        assertThat(JsonPath.<List<String>>read(
                        user.get(NOTIFICATIONS + "?unread=true").body(), "$.items[*].body"))
                .containsExactly("Leo Lead: two", "Leo Lead: one");
        assertThat(user.get(NOTIFICATIONS + "/unread-count").body()).isEqualTo("{\"count\":2}");
    }

    @Test
    void all_are_read_at_once_and_nobody_elses() {
        ownership.assign(ticket.number(), world.person("engineer").id(), null, null, null, world.as("lead"));

        assertThat(user.json("PATCH", NOTIFICATIONS + "/read-all", "").statusCode())
                .isEqualTo(204);

        assertThat(user.get(NOTIFICATIONS + "/unread-count").body()).isEqualTo("{\"count\":0}");
        assertThat(JsonPath.<List<String>>read(user.get(NOTIFICATIONS).body(), "$.items"))
                .hasSize(3);
        assertThat(inbox.unread(world.as("engineer"))).isEqualTo(1);
    }

    @Test
    void another_persons_notification_does_not_exist() {
        var id = newest();

        assertThat(user2.get(NOTIFICATIONS).body()).startsWith("{\"items\":[]");
        for (var answer : List.of(
                user2.get(NOTIFICATIONS + "/" + id),
                user2.json("PATCH", NOTIFICATIONS + "/" + id + "/read", ""),
                user.get(NOTIFICATIONS + "/" + UUID.randomUUID()))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(code(answer)).isEqualTo("NOTIFICATION_NOT_FOUND");
        }
        assertThat(user.get(NOTIFICATIONS + "/unread-count").body()).isEqualTo("{\"count\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?unraed=true",
                "?unread=perhaps",
                "?limit=0",
                "?limit=101",
                "?limit=many",
                "?cursor=x",
                "?cursor=LWNyZWF0ZWRBdB94H3k",
                "?sort=title",
                "/unread-count?unread=true"
            })
    void what_cannot_be_understood_is_named(String query) {
        var answer = user.get(NOTIFICATIONS + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("BAD_PARAMETER");
        var parameter = query.substring(query.indexOf('?') + 1, query.indexOf('='));
        assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field")).isEqualTo(parameter);
    }

    @Test
    void without_signing_in_there_is_nothing_to_read(@LocalServerPort int port) {
        assertThat(Http.on(port).get(NOTIFICATIONS).statusCode()).isEqualTo(401);
    }

    private String newest() {
        return JsonPath.read(user.get(NOTIFICATIONS + "?limit=1").body(), "$.items[0].id");
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }
}
