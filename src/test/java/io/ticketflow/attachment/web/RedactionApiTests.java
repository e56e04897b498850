package io.ticketflow.attachment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.commons.codec.binary.Hex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class RedactionApiTests {

    private static final String SECRET = "hunter2";

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    private Http user;
    private Http stranger;
    private Http lead;
    private Http admin;
    private Http http;
    private Ticket ticket;

    @BeforeEach
    void aTicketInWork(@LocalServerPort int port) {
        world.beginAnew();
        world.sql("truncate notifications cascade");
        http = Http.on(port);
        user = http.as("user");
        stranger = http.as("user2");
        lead = http.as("lead");
        admin = http.as("admin");
        ticket = world.inWork();
    }

    private String path(String more) {
        return "/api/v1/tickets/" + ticket.number() + more;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as JsonPath does
    private static <T> T read(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private String say(Http who, String body, String visibility) {
        var said = who.json(
                "POST", path("/comments"), "{\"body\": \"%s\", \"visibility\": \"%s\"}".formatted(body, visibility));
        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        return read(said, "$.id");
    }

    private HttpResponse<String> redact(Http who, String target, String id) {
        return who.json(
                "POST",
                path("/redact"),
                "{\"target\": \"%s\", \"id\": \"%s\", \"reason\": \"A password\"}".formatted(target, id));
    }

    private String entry(String filter) {
        List<String> ids = read(admin.get(path("/history")), "$[?(%s)].id".formatted(filter));
        assertThat(ids).as(filter).isNotEmpty();
        return ids.get(ids.size() - 1);
    }

    /** The tables with a row that contains the secret in any column. */
    private List<String> tablesWithTheSecret() {
        var found = new ArrayList<String>();
        var hex = Hex.encodeHexString(SECRET.getBytes(StandardCharsets.UTF_8));
        for (var table : jdbc.queryForList(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
                String.class)) {
            if (!jdbc.queryForList("select 1 from %1$s r where r::text like '%%%2$s%%' or r::text like '%%%3$s%%'"
                            .formatted(table, SECRET, hex))
                    .isEmpty()) {
                found.add(table);
            }
        }
        return found;
    }

    @Test
    void a_secret_in_a_comment_is_gone_from_everything_that_was_told_of_it() {
        var comment = say(user, "My password is " + SECRET, "PUBLIC");
        user.json("PUT", path("/comments/" + comment), "{\"body\": \"I mean %s2\"}".formatted(SECRET));
        user.json("PUT", path("/comments/" + comment), "{\"body\": \"Forget it\"}");
        assertThat(tablesWithTheSecret()).contains("ticket_history", "notifications");

        assertThat(redact(admin, "comment", comment).statusCode()).isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
        var said = user.get(path("/comments"));
        assertThat(RedactionApiTests.<List<String>>read(said, "$.items[*].body"))
                .containsExactly("");
        assertThat(RedactionApiTests.<String>read(said, "$.items[0].redactedAt"))
                .isNotNull();
        var history = user.get(path("/history"));
        assertThat(RedactionApiTests.<List<String>>read(history, "$[?(@.action == 'REDACTED')].reason"))
                .containsExactly("A password");
        assertThat(RedactionApiTests.<List<String>>read(history, "$[?(@.action == 'REDACTED')].actor.fullName"))
                .containsExactly("Ada Admin");
        assertThat(RedactionApiTests.<List<Boolean>>read(history, "$[?(@.action == 'COMMENT_EDITED')].redacted"))
                .containsExactly(true, true);
        assertThat(user.get("/api/v1/notifications").body()).doesNotContain(SECRET);
    }

    @Test
    void a_comment_that_was_taken_back_can_be_redacted_still() {
        var comment = say(user, SECRET, "PUBLIC");
        user.json("DELETE", path("/comments/" + comment), "");

        assertThat(redact(admin, "comment", comment).statusCode()).isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
    }

    @Test
    void a_question_is_a_move_a_comment_and_a_message_and_all_are_blanked() {
        world.move(
                ticket,
                TicketStatus.PENDING_INFO,
                MoveDetails.comment("Is it " + SECRET + "?"),
                world.assigneeOf(ticket));
        assertThat(tablesWithTheSecret()).contains("ticket_history", "comments", "notifications");

        assertThat(redact(admin, "historyEntry", entry("@.to == 'PENDING_INFO'"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
        assertThat(RedactionApiTests.<List<String>>read(lead.get(path("/history")), "$[?(@.redacted == true)].to"))
                .as("what moved is kept")
                .containsExactly("PENDING_INFO");
    }

    @Test
    void the_reason_of_an_escalation_is_blanked_with_its_entry() {
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Try " + SECRET), world.assigneeOf(ticket));
        assertThat(tablesWithTheSecret()).contains("escalations");

        assertThat(redact(admin, "historyEntry", entry("@.action == 'ESCALATED'"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
    }

    @Test
    void a_resolution_is_blanked_where_it_stands_and_where_it_was_told() {
        lead.json(
                "PATCH",
                path("/status"),
                "{\"status\": \"RESOLVED\", \"resolutionCode\": \"FIXED\", \"resolution\": \"Now it is %s\"}"
                        .formatted(SECRET));
        assertThat(tablesWithTheSecret()).contains("tickets", "ticket_history", "notifications");

        assertThat(redact(admin, "historyEntry", entry("@.field == 'resolution'"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
        assertThat(RedactionApiTests.<String>read(user.get(path("")), "$.resolution"))
                .isEmpty();
        assertThat(RedactionApiTests.<String>read(user.get(path("")), "$.resolutionCode"))
                .isEqualTo("FIXED");
    }

    @Test
    void a_title_is_edited_first_and_then_its_past_is_redacted() {
        admin.json(
                "PUT", path(""), "{\"title\": \"Login %s fails\", \"description\": \"%s\"}".formatted(SECRET, SECRET));
        say(lead, "We look", "PUBLIC");
        assertThat(redact(admin, "historyEntry", entry("@.action == 'ASSIGNED'"))
                        .statusCode())
                .as("nothing written in it")
                .isEqualTo(409);

        admin.json("PUT", path(""), "{\"title\": \"Login fails\", \"description\": \"Every day\"}");
        for (var field : List.of("title", "description")) {
            var entry = entry("@.field == '%s'".formatted(field));
            assertThat(redact(admin, "historyEntry", entry).statusCode()).isEqualTo(204);
            var again = redact(admin, "historyEntry", entry);
            assertThat(RedactionApiTests.<String>read(again, "$.code")).isEqualTo("NOTHING_TO_REDACT");
        }

        assertThat(tablesWithTheSecret()).isEmpty();
        assertThat(RedactionApiTests.<List<String>>read(lead.get(path("/history")), "$[?(@.field == 'title')].to"))
                .as("what the ticket still says")
                .contains("Login fails");
        assertThat(world.now(ticket).title()).isEqualTo("Login fails");
    }

    @Test
    void a_file_is_removed_with_its_name() {
        var uploaded = user.upload(
                path("/attachments"), Multipart.file(SECRET + ".txt", "The password is " + SECRET, "PUBLIC"));
        String file = read(uploaded, "$.id");
        assertThat(tablesWithTheSecret()).contains("attachments", "attachment_chunks", "ticket_history");

        assertThat(redact(admin, "attachment", file).statusCode()).isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
        assertThat(user.get(path("/attachments/" + file)).statusCode()).isEqualTo(404);
        assertThat(jdbc.queryForList("select 1 from attachment_files")).isEmpty();
        assertThat(RedactionApiTests.<List<String>>read(
                        user.get(path("/history")), "$[?(@.field == 'attachment')].action"))
                .containsExactly("ATTACHED", "REDACTED");
    }

    @Test
    void a_file_that_was_taken_away_loses_its_name_still() {
        var uploaded = user.upload(path("/attachments"), Multipart.file(SECRET, SECRET, "PUBLIC"));
        String file = read(uploaded, "$.id");
        user.json("DELETE", path("/attachments/" + file), "");

        assertThat(redact(admin, "attachment", file).statusCode()).isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
    }

    @Test
    void other_files_of_the_same_name_keep_it_unless_the_name_is_what_is_redacted() {
        var form = Multipart.file(SECRET, "a picture", "PUBLIC");
        String first = read(user.upload(path("/attachments"), form), "$.id");
        String second = read(user.upload(path("/attachments"), form), "$.id");

        assertThat(redact(admin, "attachment", first).statusCode()).isEqualTo(204);
        assertThat(redact(admin, "attachment", first).statusCode()).isEqualTo(409);
        assertThat(RedactionApiTests.<List<String>>read(user.get(path("/attachments")), "$.items[*].fileName"))
                .containsExactly(SECRET);

        assertThat(redact(admin, "historyEntry", entry("@.to == '%s'".formatted(SECRET)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(tablesWithTheSecret()).isEmpty();
        assertThat(user.get(path("/attachments/" + second)).statusCode()).isEqualTo(200);
        assertThat(redact(admin, "attachment", second).statusCode()).isEqualTo(204);
        assertThat(user.get(path("/attachments/" + second)).statusCode()).isEqualTo(404);
    }

    @Test
    void a_comment_that_says_what_the_ticket_says_is_blanked_and_the_ticket_is_not() {
        var comment = say(user, ticket.title(), "PUBLIC");

        assertThat(redact(admin, "comment", comment).statusCode()).isEqualTo(204);

        assertThat(RedactionApiTests.<List<String>>read(user.get(path("/comments")), "$.items[*].body"))
                .containsExactly("");
        assertThat(world.now(ticket).title()).isEqualTo(ticket.title());
    }

    @Test
    void other_words_stay_even_if_they_contain_the_blanked_ones() {
        var comment = say(lead, "ok", "PUBLIC");
        say(lead, "Look here: ok?", "PUBLIC");

        redact(admin, "comment", comment);

        assertThat(RedactionApiTests.<List<String>>read(
                        user.get("/api/v1/notifications"), "$.items[?(@.event == 'COMMENT_ADDED')].body"))
                .containsExactlyInAnyOrder("Leo Lead: [redacted]", "Leo Lead: Look here: ok?");
        assertThat(RedactionApiTests.<List<String>>read(user.get(path("/comments")), "$.items[*].body"))
                .containsExactly("", "Look here: ok?");
    }

    @Test
    void what_was_internal_is_redacted_internally() {
        var note = say(lead, SECRET, "INTERNAL");

        redact(admin, "comment", note);

        assertThat(user.get(path("/history")).body()).doesNotContain("REDACTED");
        assertThat(lead.get(path("/history")).body()).contains("REDACTED");
    }

    @Test
    void a_thread_holds_and_nobody_rewords_what_was_blanked() {
        var question = say(user, SECRET, "PUBLIC");
        lead.json(
                "POST",
                path("/comments"),
                "{\"body\": \"Change it\", \"visibility\": \"PUBLIC\", \"replyTo\": \"%s\"}".formatted(question));

        redact(admin, "comment", question);

        assertThat(RedactionApiTests.<List<String>>read(user.get(path("/comments")), "$.items[*].replyTo"))
                .containsExactly(null, question);
        assertThat(user.json("PUT", path("/comments/" + question), "{\"body\": \"x\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(redact(admin, "comment", question).statusCode()).isEqualTo(409);
    }

    @Test
    void of_a_deleted_ticket_everything_can_be_blanked_and_only_administrators_find_it() {
        http.as("manager")
                .json(
                        "PUT",
                        path(""),
                        "{\"title\": \"%1$s title\", \"description\": \"%1$s said\", \"tags\": [\"%1$s\"]}"
                                .formatted(SECRET));
        var comment = say(user, "My password is " + SECRET, "PUBLIC");
        String file = read(user.upload(path("/attachments"), Multipart.file("key.txt", SECRET, "PUBLIC")), "$.id");
        assertThat(redact(admin, "ticket", ticket.id().toString()).statusCode()).isEqualTo(409);
        assertThat(admin.send("DELETE", path(""), "", "application/json").statusCode())
                .isEqualTo(204);

        for (var other : List.of(user, stranger, lead, http.as("manager"))) {
            assertThat(other.get(path("/history")).statusCode()).isEqualTo(404);
            assertThat(other.get(path("?asOf=" + world.instant())).statusCode()).isEqualTo(404);
            assertThat(redact(other, "comment", comment).statusCode()).isEqualTo(404);
        }
        assertThat(admin.get(path("")).statusCode()).isEqualTo(404);
        assertThat(RedactionApiTests.<String>read(admin.get(path("?asOf=" + world.instant())), "$.description"))
                .isEqualTo(SECRET + " said");
        entry("@.action == 'DELETED'");

        assertThat(redact(admin, "comment", comment).statusCode()).isEqualTo(204);
        assertThat(redact(admin, "attachment", file).statusCode()).isEqualTo(204);
        assertThat(redact(admin, "ticket", ticket.id().toString()).statusCode()).isEqualTo(204);

        assertThat(tablesWithTheSecret()).isEmpty();
        assertThat(redact(admin, "ticket", ticket.id().toString()).statusCode()).isEqualTo(409);
        assertThat(RedactionApiTests.<List<String>>read(
                        admin.get(path("/history")), "$[?(@.action == 'REDACTED')].field"))
                .containsExactly("comment", "attachment", "ticket");
    }

    @Test
    void only_administrators_blank_what_others_wrote() {
        var comment = say(user, SECRET, "PUBLIC");

        assertThat(redact(stranger, "comment", comment).statusCode()).isEqualTo(404);
        for (var other : List.of(user, lead, http.as("manager"))) {
            assertThat(redact(other, "comment", comment).statusCode()).isEqualTo(403);
        }
        assertThat(lead.get(path("/comments")).body()).contains(SECRET);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '{"target": "comment", "id": "%s", "reason": ""}',                                     422
            '{"target": "comment", "id": "%s", "reason": "a\\u0000"}',                             422
            '{"target": "comment", "id": "%s"}',                                                   422
            '{"target": "comment", "reason": "r"}',                                                422
            '{"id": "%s", "reason": "r"}',                                                         422
            '{"target": "ticket", "id": "%s", "reason": "r"}',                                     422
            '{"target": "notification", "id": "%s", "reason": "r"}',                               400
            '{"target": "COMMENT", "id": "%s", "reason": "r"}',                                    400
            '{"target": "comment", "id": "1", "reason": "r"}',                                     400
            '{"target": "attachment", "id": "%s", "reason": "r"}',                                 422
            '{"target": "historyEntry", "id": "%s", "reason": "r"}',                               422
            '{"target": "comment", "id": "00000000-0000-0000-0000-000000000000", "reason": "r"}',  422
            """)
    void what_is_wrong_with_a_redaction_is_said(String body, int status) {
        var comment = say(user, SECRET, "PUBLIC");

        assertThat(admin.json("POST", path("/redact"), body.replace("%s", comment))
                        .statusCode())
                .isEqualTo(status);
        assertThat(lead.get(path("/comments")).body()).contains(SECRET);
    }

    @Test
    void what_stands_on_another_ticket_is_not_found_on_this_one() {
        var comment = say(user, SECRET, "PUBLIC");
        var entry = entry("@.action == 'COMMENTED'");
        var elsewhere =
                "/api/v1/tickets/" + world.open(Category.VM, Priority.P3).number() + "/redact";

        for (var target : List.of("comment\", \"id\": \"" + comment, "historyEntry\", \"id\": \"" + entry)) {
            assertThat(admin.json("POST", elsewhere, "{\"target\": \"%s\", \"reason\": \"r\"}".formatted(target))
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    /** Each change comes with a redaction in the same transaction, so that only the change itself is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "set reason = 'nicer', redacted_by_id = '%2$s' where id = '%1$s'",
                "set to_value = '', redacted_by_id = '%2$s' where id = '%1$s'",
                "set actor_id = null, redacted_by_id = '%2$s' where id = '%1$s'",
                "set at = now(), redacted_by_id = '%2$s' where id = '%1$s'",
                "set visibility = 'INTERNAL', redacted_by_id = '%2$s' where id = '%1$s'",
                "set to_value = null where id = '%1$s'",
                "set to_value = null, redacted_by_id = '%1$s' where id = '%1$s'",
                "set reason = null, redacted_by_id = '%2$s' where id = '%2$s'",
                "set to_value = null, redacted_by_id = '%2$s' where ticket_id <> '%3$s'"
            })
    void the_past_is_never_reworded(String change) {
        world.open(Category.VM, Priority.P3);
        var entry = entry("@.field == 'status'");
        var redaction = UUID.randomUUID().toString();

        assertThatThrownBy(() -> world.sql(redaction(redaction) + "; update ticket_history "
                        + change.formatted(entry, redaction, ticket.id())))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("append-only");
    }

    private String redaction(String id) {
        return """
                insert into ticket_history (id, ticket_id, at, action, reason, visibility, source)
                values ('%s', '%s', now() + interval '1 hour', 'REDACTED', 'why', 'PUBLIC', 'API')""".formatted(id, ticket.id());
    }

    @Test
    void words_are_blanked_only_in_the_transaction_that_writes_it_down() {
        var entry = entry("@.field == 'status'");
        var redaction = UUID.randomUUID().toString();
        var blank = "update ticket_history set to_value = null, redacted_by_id = '%s' where id = '%s'"
                .formatted(redaction, entry);
        world.sql(redaction(redaction));

        assertThatThrownBy(() -> world.sql(blank)).hasMessageContaining("append-only");
        assertThatThrownBy(() -> world.sql("delete from ticket_history where id = '%s'".formatted(entry)))
                .hasMessageContaining("append-only");
    }
}
