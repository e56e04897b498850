package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Statements;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class ConversationApiTests {

    @Autowired
    private World world;

    @Autowired
    private ConversationController controller;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;
    private Http user;
    private Http stranger;
    private Http lead;
    private Ticket ticket;

    @BeforeEach
    void aTicket(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        user = http.as("user");
        stranger = http.as("user2");
        lead = http.as("lead");
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    private String comments() {
        return comments(ticket);
    }

    private static String comments(Ticket ticket) {
        return "/api/v1/tickets/" + ticket.number() + "/comments";
    }

    private HttpResponse<String> history(Http reader) {
        return reader.get("/api/v1/tickets/" + ticket.number() + "/history");
    }

    private HttpResponse<String> say(Http who, String body, String visibility) {
        return who.json("POST", comments(), "{\"body\": \"%s\", \"visibility\": \"%s\"}".formatted(body, visibility));
    }

    private HttpResponse<String> reply(Http who, String to, String body, String visibility) {
        return who.json(
                "POST",
                comments(),
                "{\"body\": \"%s\", \"visibility\": \"%s\", \"replyTo\": \"%s\"}".formatted(body, visibility, to));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as JsonPath.read itself
    private static <T> T read(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private static String idOf(HttpResponse<String> said) {
        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        return read(said, "$.id");
    }

    private List<String> bodies(Http reader) {
        return read(reader.get(comments()), "$.items[*].body");
    }

    @Test
    void what_was_said_is_read_in_slices_oldest_first() {
        for (var i = 1; i <= 5; i++) {
            say(lead, "word " + i, i == 3 ? "INTERNAL" : "PUBLIC");
        }

        assertThat(walk(lead)).containsExactly("word 1", "word 2", "word 3", "word 4", "word 5");
        assertThat(walk(user)).containsExactly("word 1", "word 2", "word 4", "word 5");
        assertThat(ConversationApiTests.<Integer>read(lead.get(comments() + "?count=true&limit=1"), "$.total"))
                .isEqualTo(5);
        assertThat(ConversationApiTests.<Integer>read(user.get(comments() + "?count=true&limit=1"), "$.total"))
                .isEqualTo(4);
    }

    private List<String> walk(Http reader) {
        var said = new ArrayList<String>();
        var path = comments() + "?limit=2";
        while (path != null) {
            var slice = reader.get(path);
            said.addAll(ConversationApiTests.<List<String>>read(slice, "$.items[*].body"));
            String next = read(slice, "$.nextCursor");
            path = next == null ? null : comments() + "?limit=2&cursor=" + next;
        }
        return said;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?colour=red",
                "?sort=createdAt",
                "?limit=0",
                "?limit=101",
                "?limit=99999999999",
                "?count=maybe",
                "?cursor=%21",
                "?cursor=aWQfeA",
                "?cursor=LWNyZWF0ZWRBdB94H3k"
            })
    void a_parameter_that_is_not_known_is_named(String query) {
        var answer = user.get(comments() + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(query.substring(1, query.indexOf('=')));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '{"body": "x"}',                                                       422, visibility
            '{"visibility": "PUBLIC"}',                                            422, body
            '{"body": "", "visibility": "PUBLIC"}',                                422, body
            '{"body": " \\n ", "visibility": "PUBLIC"}',                           422, body
            '{"body": "a\\u0000", "visibility": "PUBLIC"}',                        422, body
            '{"body": "x", "visibility": "SECRET"}',                               400, visibility
            '{"body": "x", "visibility": "PUBLIC", "colour": "red"}',              400, colour
            '{"body": "x", "visibility": "PUBLIC", "replyTo": "first"}',           400, replyTo
            '{"body": "x", "visibility": "PUBLIC", "replyTo": "00000000-0000-0000-0000-000000000000"}', 422, replyTo
            """)
    void what_is_wrong_with_a_comment_is_said(String body, int status, String named) {
        var answer = user.json("POST", comments(), body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(named);
        assertThat(bodies(lead)).isEmpty();
    }

    @Test
    void a_comment_is_kept_word_for_word_up_to_its_length_in_characters() {
        var longest = "<b>😀</b> " + "ä".repeat(Comment.MAX_LENGTH - 9);

        assertThat(say(user, longest, "PUBLIC").statusCode()).isEqualTo(201);
        assertThat(say(user, longest + "ä", "PUBLIC").statusCode()).isEqualTo(422);

        assertThat(bodies(lead)).containsExactly(longest);
    }

    @Test
    void visibility_role_and_state_are_asked_before_what_was_said() {
        assertThat(say(stranger, "", "PUBLIC").statusCode()).isEqualTo(404);
        assertThat(say(user, "", "INTERNAL").statusCode()).isEqualTo(403);
        world.sql("update tickets set status = 'CLOSED', closed_at = now(), stage_id = null, stage_name = null");
        assertThat(say(user, "", "PUBLIC").statusCode()).isEqualTo(409);
    }

    @Test
    void a_reply_names_what_it_answers() {
        var question = idOf(say(lead, "Which disk?", "PUBLIC"));

        var answer = reply(user, question, "sda", "PUBLIC");

        assertThat(ConversationApiTests.<String>read(answer, "$.replyTo")).isEqualTo(question);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("/api/v1/tickets/%s/comments/%s"
                        .formatted(ticket.id(), ConversationApiTests.<String>read(answer, "$.id")));
        assertThat(ConversationApiTests.<List<String>>read(user.get(comments()), "$.items[*].replyTo"))
                .containsExactly(null, question);
    }

    @Test
    void a_reply_is_not_more_visible_than_what_it_answers() {
        var note = idOf(say(lead, "Looks like the old array", "INTERNAL"));
        var question = idOf(say(lead, "Which disk?", "PUBLIC"));

        var tooOpen = reply(lead, note, "Yes", "PUBLIC");

        assertThat(tooOpen.statusCode()).isEqualTo(422);
        assertThat(ConversationApiTests.<List<String>>read(tooOpen, "$.errors[*].field"))
                .containsExactly("visibility");
        assertThat(reply(lead, note, "Yes", "INTERNAL").statusCode()).isEqualTo(201);
        assertThat(reply(lead, question, "Ask about sda", "INTERNAL").statusCode())
                .isEqualTo(201);
    }

    @Test
    void what_a_caller_may_not_see_is_answered_like_what_there_is_not() {
        var note = idOf(say(lead, "Looks like the old array", "INTERNAL"));
        var other = world.openAndRouted(Category.VM, Priority.P3);
        String elsewhere =
                read(lead.json("POST", comments(other), "{\"body\": \"x\", \"visibility\": \"PUBLIC\"}"), "$.id");
        var nothing = reply(user, UUID.randomUUID().toString(), "What?", "PUBLIC");

        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(reply(user, note, "What?", "PUBLIC").body()).isEqualTo(nothing.body());
        assertThat(reply(user, elsewhere, "What?", "PUBLIC").body()).isEqualTo(nothing.body());
    }

    @Test
    void an_author_finds_better_words_and_history_keeps_both() {
        var comment = idOf(say(user, "It is sda", "PUBLIC"));
        world.sql("delete from deliveries");
        world.sql("delete from notifications");

        var reworded = user.json("PUT", comments() + "/" + comment, "{\"body\": \"It is sdb\"}");

        assertThat(reworded.statusCode()).as(reworded.body()).isEqualTo(200);
        assertThat(ConversationApiTests.<String>read(reworded, "$.body")).isEqualTo("It is sdb");
        assertThat(ConversationApiTests.<String>read(reworded, "$.editedAt")).isNotNull();
        assertThat(ConversationApiTests.<List<String>>read(lead.get(comments()), "$.items[*].body"))
                .containsExactly("It is sdb");
        assertThat(history(user).body()).contains("COMMENT_EDITED", "\"from\":\"It is sda\"", "\"to\":\"It is sdb\"");
        assertThat(jdbc.queryForObject("select count(*) from notifications", Integer.class))
                .as("told again")
                .isZero();
    }

    @Test
    void the_same_words_again_are_no_edit() {
        var comment = idOf(say(user, "It is sda", "PUBLIC"));

        var again =
                user.json("PUT", comments() + "/" + comment, "{\"body\": \"It is sda\", \"visibility\": \"PUBLIC\"}");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(ConversationApiTests.<String>read(again, "$.editedAt")).isNull();
        assertThat(history(lead).body()).doesNotContain("COMMENT_EDITED");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '{"body": ""}',                             422
            '{}',                                       422
            '{"body": "a\\u0000"}',                     422
            '{"body": "x", "visibility": "INTERNAL"}',  422
            '{"body": "x", "replyTo": null}',           400
            """)
    void what_is_wrong_with_other_words_is_said(String body, int status) {
        var comment = idOf(say(lead, "Which disk?", "PUBLIC"));

        assertThat(lead.json("PUT", comments() + "/" + comment, body).statusCode())
                .isEqualTo(status);
        assertThat(bodies(lead)).containsExactly("Which disk?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void second_thoughts_are_the_authors(String method) {
        var open = "/" + idOf(say(lead, "Which disk?", "PUBLIC"));
        var note = "/" + idOf(say(lead, "The old array", "INTERNAL"));
        var body = method.equals("PUT") ? "{\"body\": \"x\"}" : "";

        assertThat(http.as("admin").json(method, comments() + open, body).statusCode())
                .isEqualTo(403);
        assertThat(user.json(method, comments() + open, body).statusCode()).isEqualTo(403);
        assertThat(user.json(method, comments() + note, body).statusCode()).isEqualTo(404);
        assertThat(stranger.json(method, comments() + open, body).statusCode()).isEqualTo(404);
        assertThat(lead.json(method, comments() + "/nonsense", body).statusCode())
                .isEqualTo(404);
        var other = world.openAndRouted(Category.VM, Priority.P3);
        assertThat(lead.json(method, comments(other) + open, body).statusCode()).isEqualTo(404);
        assertThat(bodies(lead)).containsExactly("Which disk?", "The old array");
    }

    @Test
    void second_thoughts_end_after_fifteen_minutes() {
        var comment = comments() + "/" + idOf(say(lead, "Which disk?", "PUBLIC"));
        world.pass(Duration.ofMinutes(14));
        assertThat(http.asAnew("lead")
                        .json("PUT", comment, "{\"body\": \"Which volume?\"}")
                        .statusCode())
                .isEqualTo(200);

        world.pass(Duration.ofMinutes(1));

        var tooLate = http.asAnew("lead").json("PUT", comment, "{\"body\": \"\"}");
        assertThat(tooLate.statusCode()).isEqualTo(409);
        assertThat(ConversationApiTests.<String>read(tooLate, "$.code")).isEqualTo("TOO_LATE_TO_CHANGE");
        assertThat(http.asAnew("lead").json("DELETE", comment, "").statusCode()).isEqualTo(409);
        assertThat(bodies(http.asAnew("user"))).containsExactly("Which volume?");
    }

    @Test
    void a_comment_taken_back_is_gone_and_kept_in_history() {
        var comment = idOf(say(user, "My password is hunter2", "PUBLIC"));

        assertThat(user.json("DELETE", comments() + "/" + comment, "").statusCode())
                .isEqualTo(204);

        assertThat(bodies(lead)).isEmpty();
        assertThat(ConversationApiTests.<List<String>>read(history(lead), "$[?(@.action == 'COMMENT_DELETED')].from"))
                .containsExactly("My password is hunter2");
        assertThat(user.json("DELETE", comments() + "/" + comment, "").statusCode())
                .isEqualTo(404);
        assertThat(reply(lead, comment, "Change it", "PUBLIC").statusCode()).isEqualTo(422);
    }

    @Test
    void a_deleted_comment_leaves_its_place_while_there_are_replies() {
        var question = idOf(say(lead, "Which disk?", "PUBLIC"));
        var answer = idOf(reply(user, question, "sda", "PUBLIC"));

        lead.json("DELETE", comments() + "/" + question, "");

        var thread = user.get(comments());
        assertThat(ConversationApiTests.<List<String>>read(thread, "$.items[*].id"))
                .containsExactly(question, answer);
        assertThat(ConversationApiTests.<List<String>>read(thread, "$.items[*].body"))
                .containsExactly("", "sda");
        assertThat(ConversationApiTests.<String>read(thread, "$.items[0].deletedAt"))
                .isNotNull();
        assertThat(lead.json("PUT", comments() + "/" + question, "{\"body\": \"x\"}")
                        .statusCode())
                .isEqualTo(404);

        user.json("DELETE", comments() + "/" + answer, "");
        assertThat(bodies(lead)).isEmpty();
    }

    @Test
    void the_place_of_a_deleted_comment_does_not_give_internal_replies_away() {
        var question = idOf(say(lead, "Which disk?", "PUBLIC"));
        var open = idOf(reply(lead, question, "Or which volume?", "PUBLIC"));
        var note = idOf(reply(lead, open, "He will not know", "INTERNAL"));
        lead.json("DELETE", comments() + "/" + question, "");
        assertThat(bodies(user)).containsExactly("", "Or which volume?");

        lead.json("DELETE", comments() + "/" + open, "");

        assertThat(bodies(user)).isEmpty();
        assertThat(ConversationApiTests.<Integer>read(user.get(comments() + "?count=true"), "$.total"))
                .isZero();
        assertThat(bodies(lead)).containsExactly("", "", "He will not know");
        lead.json("DELETE", comments() + "/" + note, "");
        assertThat(bodies(lead)).isEmpty();
    }

    @Test
    void an_internal_note_leaves_no_trace_for_the_requester() {
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        var path = "/api/v1/tickets/" + ticket.number();
        var before = user.get(path);
        var historyBefore = history(user).body();

        var note = idOf(say(lead, "The old array", "INTERNAL"));
        lead.json("PUT", comments() + "/" + note, "{\"body\": \"The older array\"}");
        idOf(reply(lead, note, "Sigh", "INTERNAL"));
        lead.json("DELETE", comments() + "/" + note, "");

        var after = user.get(path);
        assertThat(after.headers().firstValue("ETag"))
                .isEqualTo(before.headers().firstValue("ETag"));
        assertThat(JsonPath.<Object>read(after.body(), "$.updatedAt"))
                .isEqualTo(JsonPath.<Object>read(before.body(), "$.updatedAt"));
        assertThat(after.body()).doesNotContain("lastActivityAt");
        assertThat(history(user).body()).isEqualTo(historyBefore);
        assertThat(user.get(comments()).body()).isEqualTo("{\"items\":[],\"nextCursor\":null}");
        assertThat(user.get("/api/v1/notifications").body()).doesNotContain("array");
    }

    @Test
    void comments_change_neither_version_nor_etag() {
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        var before = world.now(ticket);

        var comment = idOf(say(user, "It is sda", "PUBLIC"));
        user.json("PUT", comments() + "/" + comment, "{\"body\": \"It is sdb\"}");
        user.json("DELETE", comments() + "/" + comment, "");
        say(lead, "We look", "PUBLIC");

        assertThat(world.now(ticket).version()).isEqualTo(before.version());
        assertThat(world.now(ticket).updatedAt()).isEqualTo(before.updatedAt());
    }

    @Test
    void a_comment_is_told_of_once() {
        idOf(say(lead, "We look", "PUBLIC"));

        assertThat(ConversationApiTests.<List<String>>read(
                        user.get("/api/v1/notifications"), "$.items[?(@.event == 'COMMENT_ADDED')].body"))
                .containsExactly("Leo Lead: We look");
    }

    @Test
    void a_late_comment_on_a_merged_ticket_goes_to_the_one_it_went_on_in() {
        var second = world.openAndRouted(Category.VM, Priority.P3);
        var last = world.openAndRouted(Category.VM, Priority.P3);
        merge(ticket, second);
        merge(second, last);

        var said = say(user, "Still full", "PUBLIC");

        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        assertThat(said.headers().firstValue("Location").orElseThrow())
                .startsWith("/api/v1/tickets/" + last.id() + "/comments/");
        assertThat(bodies(lead)).isEmpty();
        assertThat(ConversationApiTests.<List<String>>read(lead.get(comments(last)), "$.items[*].body"))
                .containsExactly("Still full");
    }

    @Test
    void whoever_may_not_see_where_a_ticket_went_on_finds_it_closed() {
        var others = world.openAndRouted(Category.VM, Priority.P3);
        world.sql("update tickets set requester_id = (select id from users where handle = 'user2') where id = '%s'"
                .formatted(others.id()));
        merge(ticket, others);

        var said = say(user, "Still full", "PUBLIC");

        assertThat(said.statusCode()).isEqualTo(409);
        assertThat(said.body()).contains(ticket.number()).doesNotContain(others.number());
        assertThat(ConversationApiTests.<List<String>>read(lead.get(comments(others)), "$.items"))
                .isEmpty();
    }

    private void merge(Ticket from, Ticket into) {
        world.sql("""
                update tickets set status = 'CLOSED', closed_at = now(), stage_id = null, stage_name = null,
                merged_into_id = '%s' where id = '%s'""".formatted(into.id(), from.id()));
    }

    @Test
    void of_an_edit_and_a_deletion_at_once_both_happen_or_the_edit_comes_too_late() throws Exception {
        for (var round = 0; round < 10; round++) {
            var comment = comments() + "/" + idOf(say(user, "first", "PUBLIC"));

            List<Integer> answers = Together.run(List.of(
                    () -> user.json("PUT", comment, "{\"body\": \"second\"}").statusCode(),
                    () -> user.json("DELETE", comment, "").statusCode(),
                    () -> user.json("DELETE", comment, "").statusCode()));

            assertThat(answers.get(0)).isIn(200, 404);
            assertThat(answers.subList(1, 3)).containsExactlyInAnyOrder(204, 404);
            List<String> gone = read(history(lead), "$[?(@.action == 'COMMENT_DELETED')].from");
            assertThat(gone).hasSize(round + 1);
            assertThat(gone.get(round)).isEqualTo(answers.get(0).equals(200) ? "second" : "first");
        }
        assertThat(bodies(lead)).isEmpty();
    }

    @Test
    void a_reply_and_the_deletion_of_what_it_answers_never_break_the_thread() throws Exception {
        for (var round = 0; round < 10; round++) {
            var question = idOf(say(lead, "Which disk?", "PUBLIC"));

            List<Integer> answers = Together.run(List.of(
                    () -> reply(user, question, "sda", "PUBLIC").statusCode(),
                    () -> lead.json("DELETE", comments() + "/" + question, "").statusCode()));

            assertThat(answers.get(0)).isIn(201, 422);
            assertThat(answers.get(1)).isEqualTo(204);
        }
        var thread = user.get(comments());
        List<String> ids = read(thread, "$.items[*].id");
        List<String> answered = read(thread, "$.items[?(@.replyTo != null)].replyTo");
        assertThat(ids).containsAll(answered).hasSize(2 * answered.size());
    }

    @Test
    void reading_costs_as_many_statements_for_many_comments_as_for_one() {
        world.comment(ticket.number(), "one", Visibility.PUBLIC, world.as("lead"));
        var one = Statements.of(this::readAsLead);
        for (var i = 0; i < 20; i++) {
            world.comment(ticket.number(), "more", Visibility.PUBLIC, world.as(i % 2 == 0 ? "user" : "lead"));
        }

        assertThat(Statements.of(this::readAsLead)).hasSameSizeAs(one).hasSizeLessThanOrEqualTo(4);
    }

    private void readAsLead() {
        controller.comments(world.as("lead"), ticket.number(), new Slice(25, null, true));
    }
}
