package io.ticketflow.process.apps;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ticketflow.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Tasklist shows beside the forms: lists, cards, controls, and what its pages may do. */
class TasklistBrowserTests extends InBrowser {

    private static final String TASKLIST = "/camunda/app/tasklist/";

    private static final String ASK_THE_API = """
            async ([method, path, body]) => {
              const xsrf = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/)[1];
              const answer = await fetch(path, {method, body, headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN': xsrf}});
              return answer.status + ' ' + await answer.text();
            }""";

    private static final String POST_FROM_ELSEWHERE = """
            address => fetch(address, {method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}'}).then(() => '', () => '')""";

    @Test
    void a_script_in_tasklist_calls_the_api_as_the_person_who_is_signed_in() {
        var ticket = world.inWork();
        var page = signedIn(world.assigneeOf(ticket), TASKLIST);
        assertThat(page.locator(".tasks-list li").first()).isVisible();

        var path = "/api/v1/tickets/" + ticket.number() + "/comments";
        var answer = page.evaluate(
                ASK_THE_API, List.of("POST", path, "{\"body\": \"Seen in Tasklist\", \"visibility\": \"INTERNAL\"}"));

        assertThat(answer.toString()).startsWith("201 ");
        assertThat(Http.on(port).as("lead").get(path).body()).contains("Seen in Tasklist");
    }

    /** A page at another port is of the same site, so the browser sends our cookies with its requests. */
    @Test
    void a_page_of_another_origin_cannot_use_the_session_of_the_browser() throws IOException {
        var page = signedIn("user", TASKLIST);
        assertThat(page.locator(".tasks-list").first()).isVisible();
        var elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            page.navigate("http://localhost:" + elsewhere.getAddress().getPort() + "/");
            var address = "http://localhost:" + port + "/api/v1/tickets";
            var answer = page.waitForResponse(address, () -> page.evaluate(POST_FROM_ELSEWHERE, address));

            assertThat(answer.status())
                    .as("refused although signed in, otherwise 401")
                    .isEqualTo(403);
        } finally {
            elsewhere.stop(0);
        }
    }
}
