package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People with browsers get a page for a problem, programs a document. */
@TicketflowTest
class ProblemPagesTests {

    @Autowired
    private PeopleWithPasswords people;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /nowhere                       | 404 | There is no such page
                    /tickets/%3Cscript%3E          | 404 | There is no such page
                    /swagger-ui/nowhere            | 404 | There is no such page
                    /camunda/app/cockpit/default/  | 403 | This is not for you
                    /camunda/app/admin/default/    | 403 | This is not for you
                    /camunda/app/nowhere/x.js      | 404 | There is no such page
                    /camunda/app/nowhere           | 404 | There is no such page
                    /camunda/app/nowhere/          | 404 | There is no such page
                    /camunda/app/nowhere/x         | 404 | There is no such page
                    /camunda/app/nowhere/default/  | 404 | There is no such page
                    /camunda/app/tasklist/nowhere  | 404 | There is no such page
                    /camunda/app/tasklist/nowhere/ | 404 | There is no such page
                    /camunda/app/cockpit/nowhere/x | 404 | There is no such page
                    /camunda/lib/nowhere.js        | 404 | There is no such page
                    /camunda/nowhere               | 404 | There is no such page
                    """)
    void a_person_gets_a_page(String path, int status, String title) {
        var browser = SignedInBrowser.of(port, people.someone(Role.DEVOPS_ENGINEER));

        assertPage(browser.get(path), status, title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/camunda/app/nowhere/x", "/camunda/app/tasklist/nowhere", "/camunda/nowhere"})
    void a_stranger_signs_in_before_the_web_applications_tell_what_they_have(String path) {
        var answer = Http.browser(port).get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login");
    }

    @Test
    void so_does_a_stranger_at_an_unknown_address() {
        assertPage(Http.browser(port).get("/nowhere"), 404, "There is no such page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nowhere",
                "/engine-rest/nowhere",
                "/camunda/api/engine/engine/default/task/nowhere",
                "/camunda/api/nowhere"
            })
    void the_doors_for_programs_answer_with_documents_also_in_a_browser(String path) {
        var answer = SignedInBrowser.of(port, people.someone(Role.ADMIN)).get(path);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).doesNotContain("html");
    }

    @Test
    void a_program_gets_a_document_at_an_unknown_address() {
        var answer = Http.on(port).get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    @Test
    void a_form_that_is_too_old_leads_back_to_itself() {
        var answer =
                Http.browser(port).form("/reset-password", Map.of("token", "a\"b&c", "password", "Lorem ipsum dolor"));

        assertPage(answer, 403, "This is not for you");
        assertThat(answer.body())
                .contains("open for too long", "href=\"/reset-password?token=a%22b%26c\"")
                .doesNotContain("Lorem");
    }

    private static void assertPage(HttpResponse<String> answer, int status, String title) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains("<h1>" + title, "/pages.css", "<a href=");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("style-src 'self'");
    }
}
