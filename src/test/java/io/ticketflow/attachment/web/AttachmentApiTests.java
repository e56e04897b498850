package io.ticketflow.attachment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class AttachmentApiTests {

    private static final String DIGITS = "0123456789";

    @Autowired
    private World world;

    @Autowired
    private Attachments facade;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Http http;
    private Http user;
    private Http stranger;
    private Http lead;
    private Ticket ticket;

    @BeforeEach
    void aTicket() {
        world.beginAnew();
        http = Http.on(port);
        user = http.as("user");
        stranger = http.as("user2");
        lead = http.as("lead");
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    private String attachments() {
        return "/api/v1/tickets/" + ticket.number() + "/attachments";
    }

    private HttpResponse<String> history(Http reader) {
        return reader.get("/api/v1/tickets/" + ticket.number() + "/history");
    }

    private HttpResponse<String> attach(Http who, String name, String visibility) {
        return who.upload(attachments(), Multipart.file(name, DIGITS, visibility));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as JsonPath does
    private static <T> T read(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private String attached(Http who, String visibility) {
        var answer = attach(who, "digits.txt", visibility);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return attachments() + "/" + AttachmentApiTests.<String>read(answer, "$.id");
    }

    private List<String> names(Http reader) {
        return read(reader.get(attachments()), "$.items[*].fileName");
    }

    private static UUID idOf(String path) {
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }

    private long files() {
        return jdbc.queryForList("select 1 from attachment_files").size();
    }

    @Test
    void a_file_is_handed_over_listed_downloaded_and_taken_back() {
        var answer = attach(user, "digits.txt", "PUBLIC");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String id = read(answer, "$.id");
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("/api/v1/tickets/%s/attachments/%s".formatted(ticket.id(), id));
        assertThat(AttachmentApiTests.<Integer>read(answer, "$.size")).isEqualTo(10);
        assertThat(AttachmentApiTests.<String>read(answer, "$.sha256")).isEqualTo(DigestUtils.sha256Hex(DIGITS));
        assertThat(AttachmentApiTests.<String>read(answer, "$.contentType")).isEqualTo("text/plain");
        assertThat(AttachmentApiTests.<String>read(answer, "$.uploadedBy.fullName"))
                .isEqualTo("Uma User");
        assertThat(AttachmentApiTests.<List<Object>>read(lead.get(attachments()), "$.items"))
                .hasSize(1);
        assertThat(lead.get(attachments()).body()).contains(answer.body());

        var download = lead.download(attachments() + "/" + id);

        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(new String(download.body(), StandardCharsets.UTF_8)).isEqualTo(DIGITS);
        assertThat(download.headers().map())
                .containsEntry("content-type", List.of("text/plain"))
                .containsEntry("content-length", List.of("10"))
                .containsEntry("content-disposition", List.of("attachment; filename=\"digits.txt\""))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("accept-ranges", List.of("bytes"))
                .containsEntry("etag", List.of("\"%s\"".formatted(DigestUtils.sha256Hex(DIGITS))));
        assertThat(download.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("sandbox");

        assertThat(user.json("DELETE", attachments() + "/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(lead.get(attachments() + "/" + id).statusCode()).isEqualTo(404);
        assertThat(names(lead)).isEmpty();
        assertThat(files()).isZero();
        assertThat(AttachmentApiTests.<List<String>>read(history(user), "$[?(@.field == 'attachment')].action"))
                .containsExactly("ATTACHED", "ATTACHMENT_DELETED");
    }

    @Test
    void the_list_is_read_in_slices() {
        for (var name : List.of("a", "b", "c")) {
            attach(user, name, "PUBLIC");
        }

        var first = user.get(attachments() + "?limit=2&count=true");
        var second =
                user.get(attachments() + "?limit=2&cursor=" + AttachmentApiTests.<String>read(first, "$.nextCursor"));

        assertThat(AttachmentApiTests.<List<String>>read(first, "$.items[*].fileName"))
                .containsExactly("a", "b");
        assertThat(AttachmentApiTests.<Integer>read(first, "$.total")).isEqualTo(3);
        assertThat(AttachmentApiTests.<List<String>>read(second, "$.items[*].fileName"))
                .containsExactly("c");
        assertThat(AttachmentApiTests.<String>read(second, "$.nextCursor")).isNull();
        assertThat(user.get(attachments() + "?colour=red").statusCode()).isEqualTo(400);
        assertThat(user.get(attachments() + "?limit=0").statusCode()).isEqualTo(400);
        assertThat(user.get(attachments() + "?cursor=x").statusCode()).isEqualTo(400);
    }

    @Test
    void internal_files_do_not_exist_for_requesters() {
        var internal = attached(lead, "INTERNAL");

        assertThat(user.get(attachments() + "?count=true").body())
                .isEqualTo("{\"items\":[],\"nextCursor\":null,\"total\":0}");
        assertThat(user.get(internal).body())
                .isEqualTo(user.get(attachments() + "/" + UUID.randomUUID())
                        .body()
                        .replaceAll("attachments/[-0-9a-f]+", internal.replaceAll(".*(attachments/.*)", "$1")));
        assertThat(user.json("DELETE", internal, "").statusCode()).isEqualTo(404);
        assertThat(history(user).body()).doesNotContain("ATTACHED");
        assertThat(history(lead).body()).contains("ATTACHED");
        assertThat(attach(user, "a", "INTERNAL").statusCode()).isEqualTo(403);
        assertThat(lead.get(internal).statusCode()).isEqualTo(200);
    }

    @Test
    void a_requester_does_not_learn_from_a_full_ticket_how_many_internal_files_there_are() {
        for (var i = 0; i < 20; i++) {
            attached(lead, "INTERNAL");
        }

        assertThat(attach(lead, "one more", "PUBLIC").statusCode()).isEqualTo(409);
        assertThat(attach(user, "mine", "PUBLIC").statusCode()).isEqualTo(201);
    }

    @Test
    void of_many_files_at_once_a_ticket_takes_twenty() throws Exception {
        Callable<Integer> upload = () -> attach(user, "a.txt", "PUBLIC").statusCode();

        var answers = Together.run(Collections.nCopies(25, upload));

        assertThat(answers).containsOnly(201, 409);
        assertThat(Collections.frequency(answers, 201)).isEqualTo(20);
        assertThat(names(lead)).hasSize(20);
        assertThat(files()).isEqualTo(20);
    }

    @Test
    void staff_hand_over_in_public_where_they_may_act_and_internally_everywhere() {
        var elsewhere = http.as("engineer3");

        assertThat(attach(elsewhere, "a", "PUBLIC").statusCode()).isEqualTo(403);
        assertThat(attach(elsewhere, "a", "INTERNAL").statusCode()).isEqualTo(201);
        assertThat(attach(stranger, "a", "PUBLIC").statusCode()).isEqualTo(404);
        assertThat(files()).isOne();
    }

    @Test
    void on_a_closed_ticket_only_staff_leave_files_among_themselves() {
        world.sql("update tickets set status = 'CLOSED', closed_at = now(), stage_id = null, stage_name = null");

        assertThat(attach(user, "a", "PUBLIC").statusCode()).isEqualTo(409);
        assertThat(attach(lead, "a", "PUBLIC").statusCode()).isEqualTo(409);
        assertThat(attach(lead, "a", "INTERNAL").statusCode()).isEqualTo(201);
        assertThat(files()).isOne();
    }

    @Test
    void a_file_for_a_merged_ticket_goes_to_the_one_that_it_went_on_in() {
        var target = world.openAndRouted(Category.VM, Priority.P3);
        world.sql("""
                update tickets set status = 'CLOSED', closed_at = now(), stage_id = null, stage_name = null,
                merged_into_id = '%s' where id = '%s'""".formatted(target.id(), ticket.id()));

        var answer = attach(user, "late.txt", "PUBLIC");

        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith("/api/v1/tickets/" + target.id() + "/attachments/");
        assertThat(names(lead)).isEmpty();
    }

    @Test
    void second_thoughts_about_a_file_end_after_fifteen_minutes_except_for_leads() {
        var mine = attached(user, "PUBLIC");
        var other = attached(user, "PUBLIC");
        assertThat(http.as("engineer").json("DELETE", mine, "").statusCode()).isEqualTo(403);
        world.pass(Duration.ofMinutes(15));

        var tooLate = http.asAnew("user").json("DELETE", mine, "");

        assertThat(tooLate.statusCode()).isEqualTo(409);
        assertThat(AttachmentApiTests.<String>read(tooLate, "$.code")).isEqualTo("TOO_LATE_TO_CHANGE");
        var otherLead = Actor.of(people.someone(Role.TEAM_LEAD).id(), Actor.Source.API);
        assertThatThrownBy(() -> facade.remove(ticket.number(), idOf(mine), otherLead))
                .isInstanceOf(ForbiddenException.class);
        assertThat(http.asAnew("lead").json("DELETE", mine, "").statusCode()).isEqualTo(204);
        assertThat(http.asAnew("manager").json("DELETE", other, "").statusCode())
                .isEqualTo(204);
        assertThat(http.asAnew("lead").json("DELETE", other, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a.png,  image/png,  '<html><script>alert(1)</script></html>',               text/html
            a.html, text/html,  'GIF89a/*<html><script>*/=1;alert(1)//</script></html>', image/gif
            a.exe,  text/plain, '%PDF-1.7 and so on',                                    application/pdf
            a.txt,  image/png,  'just words',                                            text/plain
            a,      '',         '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', image/svg+xml
            """)
    void a_file_is_what_its_content_says_and_is_never_shown(
            String name, String claimed, String content, String contentType) {
        var form = Multipart.form()
                .file(name, claimed, content.getBytes(StandardCharsets.UTF_8))
                .field("visibility", "PUBLIC");

        var answer = user.upload(attachments(), form);

        assertThat(AttachmentApiTests.<String>read(answer, "$.contentType")).isEqualTo(contentType);
        var download = user.download(attachments() + "/" + AttachmentApiTests.<String>read(answer, "$.id"));
        assertThat(download.headers().firstValue("Content-Type").orElseThrow()).startsWith(contentType);
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;");
        assertThat(download.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            filename="../../etc/passwd",                   passwd,             filename="passwd"
            filename="C:\\temp\\plan.txt",                 plan.txt,           filename="plan.txt"
            filename="say \\"hi\\".txt",                   say "hi".txt,       filename="say \\"hi\\".txt"
            filename*=UTF-8''%C3%9Cbersicht.txt,           Übersicht.txt,      filename*=UTF-8''%C3%9Cbersicht.txt
            filename="Übersicht.txt",                      Übersicht.txt,      filename*=UTF-8''%C3%9Cbersicht.txt
            filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x.txt, aSet-Cookie: x.txt, filename="aSet-Cookie: x.txt"
            filename*=UTF-8''a%00b.txt,                    ab.txt,             filename="ab.txt"
            filename="..",                                 unnamed,            filename="unnamed"
            """)
    void a_name_leads_nowhere(String parameter, String kept, String disposition) {
        var form = Multipart.form()
                .fileCalled(parameter, DIGITS.getBytes(StandardCharsets.UTF_8))
                .field("visibility", "PUBLIC");

        var answer = user.upload(attachments(), form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(AttachmentApiTests.<String>read(answer, "$.fileName")).isEqualTo(kept);
        var download = user.download(attachments() + "/" + AttachmentApiTests.<String>read(answer, "$.id"));
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; ")
                .contains(disposition);
        assertThat(download.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void the_visibility_may_come_behind_the_file_or_before_it() {
        var before = Multipart.form()
                .field("visibility", "PUBLIC")
                .file("a.txt", "text/plain", DIGITS.getBytes(StandardCharsets.UTF_8));

        assertThat(user.upload(attachments(), before).statusCode()).isEqualTo(201);
        assertThat(attach(user, "b.txt", "PUBLIC").statusCode()).isEqualTo(201);
    }

    @Test
    void a_form_that_lacks_something_or_has_too_much_leaves_nothing() {
        var bytes = DIGITS.getBytes(StandardCharsets.UTF_8);

        refused(Multipart.form().field("visibility", "PUBLIC"), 422, "file");
        refused(Multipart.form().file("a", "text/plain", bytes), 422, "visibility");
        refused(Multipart.file("a", "", "PUBLIC"), 422, "file");
        refused(Multipart.file("a", DIGITS, "SECRET"), 422, "visibility");
        refused(Multipart.file("a", DIGITS, ""), 422, "visibility");
        refused(Multipart.file("a", DIGITS, "PUBLIC").field("visibility", "PUBLIC"), 422, "visibility");
        refused(Multipart.file("a", DIGITS, "PUBLIC").file("b", "text/plain", bytes), 422, "file");
        refused(Multipart.file("a", DIGITS, "PUBLIC").field("colour", "red"), 400, "colour");
        refused(Multipart.form().field("file", "no file").field("visibility", "PUBLIC"), 422, "file");
        refused(Multipart.form().fileCalled("filename=\"" + "x".repeat(20_000) + "\"", bytes), 413, "");
        refused(Multipart.form(), 422, "file");
        assertThat(files()).isZero();
        assertThat(history(lead).body()).doesNotContain("ATTACHED");
    }

    private void refused(Multipart form, int status, String named) {
        var answer = user.upload(attachments(), form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(named);
    }

    @Test
    void what_is_no_form_is_refused() {
        assertThat(user.json("POST", attachments(), "{}").statusCode()).isEqualTo(415);
        assertThat(user.send("POST", attachments(), "x", "multipart/form-data").statusCode())
                .isEqualTo(400);
        assertThat(user.send("POST", attachments(), "x", "multipart/form-data; boundary=x")
                        .statusCode())
                .isEqualTo(422);
        assertThat(user.send("POST", attachments(), "--x\r\n\r\n\r\n--x--", "Multipart/Form-Data; boundary=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(user.send(
                                "POST",
                                attachments(),
                                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbreaks off",
                                "multipart/form-data; boundary=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(files()).isZero();
    }

    @Test
    void a_file_of_twenty_five_megabytes_is_taken_and_not_a_byte_more_announced_or_not() {
        var most = new byte[FileContents.MAX_SIZE];
        var tooMuch = new byte[FileContents.MAX_SIZE + 1];

        assertThat(user.upload(
                                attachments(),
                                Multipart.form().file("a", "text/plain", most).field("visibility", "PUBLIC"))
                        .statusCode())
                .isEqualTo(201);
        for (var form : List.of(
                Multipart.form().file("a", "text/plain", tooMuch),
                Multipart.form().file("a", () -> new ByteArrayInputStream(tooMuch)),
                Multipart.form().file("a", () -> new ByteArrayInputStream(new byte[30 << 20])))) {
            var answer = user.upload(attachments(), form);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
            assertThat(AttachmentApiTests.<String>read(answer, "$.code")).isEqualTo("FILE_TOO_LARGE");
        }
        assertThat(files()).isOne();
    }

    @Test
    void only_this_route_takes_so_much() {
        var form = Multipart.form().file("a", "text/plain", new byte[2 << 20]);

        for (var route : List.of("/comments", "/attachments/" + UUID.randomUUID(), "")) {
            var answer = user.upload("/api/v1/tickets/" + ticket.number() + route, form);

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, 1_000})
    void a_wrong_length_is_a_broken_form_and_leaves_nothing(int wrongBy) throws IOException {
        var body = "--x\r\nContent-Disposition: form-data; name=\"visibility\"\r\n\r\nPUBLIC\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n0123456789\r\n--x--";
        var login = http.json("POST", "/api/v1/auth/login", "{\"email\":\"user\",\"password\":\"Ticketflow-demo-1\"}");

        String answer;
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write("""
                    POST %s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: multipart/form-data; boundary=x\r
                    Content-Length: %d\r
                    Connection: close\r
                    \r
                    %s""".formatted(
                            attachments(),
                            JsonPath.<String>read(login.body(), "$.accessToken"),
                            body.length() + wrongBy,
                            body)
                    .getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // The server reads only to the end of the form, so a Content-Length that is too great does no harm.
        assertThat(answer).startsWith(wrongBy < 0 ? "HTTP/1.1 400" : "HTTP/1.1 201");
        assertThat(files()).isEqualTo(wrongBy < 0 ? 0 : 1);
    }

    @Test
    void nothing_is_left_when_the_sender_hangs_up() throws IOException {
        var login = http.json("POST", "/api/v1/auth/login", "{\"email\":\"user\",\"password\":\"Ticketflow-demo-1\"}");
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write("""
                    POST %s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: multipart/form-data; boundary=x\r
                    Content-Length: 5000000\r
                    \r
                    --x\r
                    Content-Disposition: form-data; name="file"; filename="a"\r
                    \r
                    """.formatted(attachments(), JsonPath.<String>read(login.body(), "$.accessToken"))
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(new byte[1 << 20]);
            socket.getOutputStream().flush();
            await().untilAsserted(() -> assertThat(
                            jdbc.queryForObject("select count(*) from attachment_chunks", Integer.class))
                    .isPositive());
        }

        await().untilAsserted(() -> assertThat(files()).isZero());
        assertThat(names(lead)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            bytes=0-0,       206, 0,          bytes 0-0/10
            bytes=2-4,       206, 234,        bytes 2-4/10
            bytes=7-,        206, 789,        bytes 7-9/10
            bytes=0-,        206, 0123456789, bytes 0-9/10
            bytes=-3,        206, 789,        bytes 7-9/10
            bytes=-99,       206, 0123456789, bytes 0-9/10
            bytes=9-99,      206, 9,          bytes 9-9/10
            bytes=10-,       416, '',         bytes */10
            bytes=-0,        416, '',         bytes */10
            'bytes=0-1,4-5', 200, 0123456789, ''
            bytes=5-2,       200, 0123456789, ''
            bytes=a-b,       200, 0123456789, ''
            bytes=,          200, 0123456789, ''
            lines=1-2,       200, 0123456789, ''
            bytes=0-99999999999999999999, 200, 0123456789, ''
            """)
    void a_part_is_sent_when_one_is_asked_for(String range, int status, String part, String contentRange) {
        var file = attached(user, "PUBLIC");

        var answer = lead.with("Range", range).get(file);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Range").orElse("")).isEqualTo(contentRange);
        if (status == 416) {
            assertThat(AttachmentApiTests.<String>read(answer, "$.code")).isEqualTo("REQUESTED_RANGE_NOT_SATISFIABLE");
        } else {
            assertThat(answer.body()).isEqualTo(part);
        }
    }

    @Test
    void a_part_of_another_version_is_of_no_use() {
        var file = attached(user, "PUBLIC");
        var etag = lead.get(file).headers().firstValue("ETag").orElseThrow();
        var part = lead.with("Range", "bytes=2-4");

        assertThat(part.with("If-Range", etag).get(file).statusCode()).isEqualTo(206);
        assertThat(part.with("If-Range", "\"other\"").get(file).body()).isEqualTo(DIGITS);
        assertThat(part.with("If-Range", "Mon, 23 Nov 2026 10:00:00 GMT")
                        .get(file)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_the_caller_has_is_not_sent_again() {
        var file = attached(user, "PUBLIC");
        var etag = lead.get(file).headers().firstValue("ETag").orElseThrow();

        for (var known : List.of(etag, "W/" + etag, "\"x\", " + etag, "*")) {
            var answer = lead.with("If-None-Match", known).get(file);
            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(answer.headers().firstValue("ETag")).as(known).hasValue(etag);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(lead.with("If-None-Match", "\"x\"").get(file).statusCode()).isEqualTo(200);
    }

    @Test
    void the_head_alone_says_how_much_it_is() {
        var file = attached(user, "PUBLIC");

        var head = lead.json("HEAD", file, "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
        assertThat(head.body()).isEmpty();
    }

    @Test
    @Timeout(30)
    void a_reader_from_whom_the_file_is_taken_away_notices_it() throws IOException {
        var bytes = new byte[FileContents.MAX_SIZE];
        new Random(1).nextBytes(bytes);
        var file = attachments() + "/"
                + JsonPath.<String>read(
                        user.upload(
                                        attachments(),
                                        Multipart.form()
                                                .file("a", "text/plain", bytes)
                                                .field("visibility", "PUBLIC"))
                                .body(),
                        "$.id");

        try (var reading = lead.stream(file).body()) {
            assertThat(reading.read()).isEqualTo(Byte.toUnsignedInt(bytes[0]));
            assertThat(lead.json("DELETE", file, "").statusCode()).isEqualTo(204);

            assertThatThrownBy(reading::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nonsense_in_the_path_is_not_found() {
        for (var id : List.of("nonsense", "1", UUID.randomUUID().toString())) {
            assertThat(lead.get(attachments() + "/" + id).statusCode()).isEqualTo(404);
            assertThat(lead.json("DELETE", attachments() + "/" + id, "").statusCode())
                    .isEqualTo(404);
        }
        var elsewhere = world.openAndRouted(Category.VM, Priority.P3);
        var file = attached(user, "PUBLIC");
        assertThat(lead.get(file.replace(ticket.number(), elsewhere.number())).statusCode())
                .isEqualTo(404);
    }
}
