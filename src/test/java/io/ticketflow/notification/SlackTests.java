package io.ticketflow.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.PreferencesEdit.WaysEdit;
import io.ticketflow.notification.delivery.TestPost;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A team's channel in Slack hears of the team's tickets once, in words that call no person. */
@TicketflowTest
class SlackTests {

    @RegisterExtension
    private final WireMockExtension slack = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @Autowired
    private World world;

    @Autowired
    private TestPost post;

    @Autowired
    private Preferences preferences;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Ticket ticket;
    private String team;

    @BeforeEach
    void aTeamWithItsWebhook() {
        world.beginAnew();
        ticket = world.openAndRouted(Category.VM, Priority.P3);
        team = String.valueOf(ticket.teamId());
        assertThat(edit("{\"slackWebhookUrl\": \"http://localhost:%d/services/T1/B1/s3cret\", \"slackInternal\": false}"
                        .formatted(slack.getPort())))
                .isEqualTo(200);
        world.sql("truncate notifications cascade");
        answer(ok("ok"));
    }

    @AfterEach
    void theTeamIsAsBefore() {
        world.sql("update teams set slack_webhook_url = null, slack_internal = false");
    }

    @Test
    void a_message_says_what_for_whom_until_when_and_where() {
        say("Hello", Visibility.PUBLIC);

        post.sendAll();

        assertThat(texts())
                .singleElement()
                .asString()
                .startsWith("*" + ticket.number() + " has a new comment: Disk full on db3*\nFor ")
                .contains("Uma User")
                .containsPattern("\nDue \\d+ \\w+ \\d{4}, \\d\\d:\\d\\d UTC\n")
                .endsWith("<http://localhost:8080/t/%s|Open %s>".formatted(ticket.number(), ticket.number()));
        assertThat(rows()).containsExactly("SENT team-platform");
    }

    @Test
    void the_words_of_people_call_nobody_and_hide_no_link() {
        world.sql("update tickets set title = '<!channel> <@U1> <https://evil.example|click> & more'");
        world.sql("update users set full_name = 'Uma <!here>' where handle = 'user'");
        try {
            say("Hello", Visibility.PUBLIC);
            post.sendAll();
        } finally {
            world.sql("update users set full_name = 'Uma User' where handle = 'user'");
        }

        var text = texts().get(0);
        assertThat(text)
                .contains("&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|click&gt; &amp; more")
                .contains("Uma &lt;!here&gt;");
        assertThat(text.replace("<http://localhost:8080/t/", "")).doesNotContain("<");
    }

    @Test
    void an_internal_note_goes_only_to_a_webhook_that_only_staff_read() {
        say("psst", Visibility.INTERNAL);
        assertThat(rows()).isEmpty();

        edit("{\"slackInternal\": true}");
        say("psst", Visibility.INTERNAL);
        say("psst", Visibility.INTERNAL);
        assertThat(rows()).hasSize(2);
        post.sendAll();
        assertThat(texts()).hasSize(1);

        edit("{\"slackInternal\": false}");
        world.pass(Duration.ofSeconds(2));
        post.sendAll();
        assertThat(texts()).hasSize(1);
        assertThat(rows())
                .containsExactly(
                        "SENT team-platform", "SUPPRESSED team-platform The webhook is not marked as internal");
    }

    @Test
    void a_person_who_does_not_want_slack_causes_no_message_there() {
        wantSlack(false);
        try {
            say("Hello", Visibility.PUBLIC);
        } finally {
            wantSlack(true);
        }

        assertThat(rows()).isEmpty();
    }

    private void wantSlack(boolean wanted) {
        for (var handle : List.of("user", world.assigneeOf(ticket))) {
            preferences.change(
                    world.person(handle).id(),
                    new PreferencesEdit(
                            Map.of("COMMENT_ADDED", new WaysEdit(null, null, null, wanted)), Optional.empty()));
        }
    }

    @Test
    void a_message_leaves_while_one_of_its_readers_may_read_it() {
        say("Hello", Visibility.PUBLIC);
        say("Hello again", Visibility.PUBLIC);
        world.sql("update users set active = false where handle = 'user'");
        try {
            post.sendAll();
            assertThat(texts()).hasSize(1);
            assertThat(texts().get(0)).doesNotContain("Uma User");

            world.sql("update tickets set deleted_at = now()");
            world.pass(Duration.ofSeconds(2));
            post.sendAll();
        } finally {
            world.sql("update users set active = true where handle = 'user'");
        }
        assertThat(rows())
                .containsExactly(
                        "SENT team-platform", "SUPPRESSED team-platform The recipient may not read it any more");
    }

    @Test
    void without_a_webhook_a_message_says_what_is_not_set() {
        edit("{\"slackWebhookUrl\": null}");
        say("Hello", Visibility.PUBLIC);

        assertThat(rows()).containsExactly("SUPPRESSED installation Not set: SLACK_WEBHOOK_URL");
    }

    @Test
    void a_webhook_that_is_removed_meanwhile_gets_nothing() {
        say("Hello", Visibility.PUBLIC);
        edit("{\"slackWebhookUrl\": null}");

        post.sendAll();

        assertThat(texts()).isEmpty();
        assertThat(rows()).containsExactly("SUPPRESSED team-platform The webhook is not set up any more");
    }

    @Test
    void a_webhook_gets_one_message_in_a_second_and_the_others_as_one() {
        for (var number = 0; number < 5; number++) {
            say("Hello", Visibility.PUBLIC);
        }

        post.sendAll();
        assertThat(texts()).hasSize(1);
        world.pass(Duration.ofSeconds(1));
        post.sendAll();

        assertThat(texts()).hasSize(2);
        assertThat(texts().get(1)).startsWith("*Ticketflow: 4 messages*\n- " + ticket.number() + " has a new comment");
        assertThat(rows()).hasSize(5).containsOnly("SENT team-platform");
    }

    @Test
    void a_channel_reads_english_whatever_its_readers_read() {
        world.sql("update users set locale = 'de'");
        try {
            for (var number = 0; number < 3; number++) {
                say("Hello", Visibility.PUBLIC);
            }
        } finally {
            world.sql("update users set locale = 'en'");
        }
        post.sendAll();
        world.pass(Duration.ofSeconds(1));
        post.sendAll();

        assertThat(texts()).hasSize(2).allMatch(text -> text.contains(" has a new comment: "));
    }

    @Test
    void a_process_owners_message_is_read_with_its_text_where_its_audience_may_read() {
        tell(Set.of(Audience.LEAD));
        post.sendAll();
        assertThat(texts())
                .as("it is for staff only, and requesters may read this channel")
                .isEmpty();

        tell(Set.of(Audience.REQUESTER, Audience.LEAD));
        post.sendAll();

        assertThat(texts())
                .singleElement()
                .asString()
                .startsWith("*%s waits for the &lt;vendor&gt;: Disk full on db3*\nCase *4711* &amp; more\nFor "
                        .formatted(ticket.number()))
                .contains("Uma User")
                .endsWith("|Open %s>".formatted(ticket.number()));
    }

    private void tell(Set<Audience> audience) {
        var notice = new Notice(
                ticket.id(),
                "waits for the <vendor>",
                "Case *4711* & more",
                audience,
                new Ways(false, false, false, true));
        transaction.executeWithoutResult(status -> events.publishEvent(notice));
    }

    @Test
    void a_pause_that_slack_asks_for_is_kept() {
        say("Hello", Visibility.PUBLIC);
        answer(aResponse().withStatus(429).withHeader("Retry-After", "30"));
        post.sendAll();
        answer(ok("ok"));

        world.pass(Duration.ofSeconds(25));
        say("Second", Visibility.PUBLIC);
        post.sendAll();
        assertThat(texts()).hasSize(1);

        world.pass(Duration.ofSeconds(10));
        post.sendAll();
        world.pass(Duration.ofSeconds(2));
        post.sendAll();
        assertThat(rows()).containsExactly("SENT team-platform", "SENT team-platform");
    }

    @ParameterizedTest
    @CsvSource({
        "404, no_service, FAILED team-platform Slack refused the message: 404 no_service",
        "410, channel_is_archived, FAILED team-platform Slack refused the message: 410 channel_is_archived",
        "500, <p>secret</p>, PENDING team-platform Slack refused the message: 500",
        "302, moved, PENDING team-platform Slack refused the message: 302 moved"
    })
    void a_refusal_is_final_when_the_webhook_is_gone(int status, String body, String row) {
        answer(aResponse().withStatus(status).withBody(body).withHeader("Location", slack.baseUrl() + "/inside"));
        say("Hello", Visibility.PUBLIC);

        post.sendAll();

        assertThat(rows()).containsExactly(row);
        assertThat(slack.getAllServeEvents()).hasSize(1);
    }

    @Test
    void a_broken_connection_names_no_secret() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        say("Hello", Visibility.PUBLIC);

        post.sendAll();

        assertThat(rows())
                .singleElement()
                .asString()
                .startsWith("PENDING team-platform Slack does not answer: ")
                .doesNotContain("s3cret");
    }

    @Test
    void the_webhook_is_never_answered_and_managers_alone_change_it() {
        var read = Http.on(port).as("admin").get("/api/v1/teams/" + team).body();
        assertThat(read)
                .contains("\"slackConfigured\":true", "\"slackInternal\":false")
                .doesNotContain("s3cret");

        for (var handle : List.of("user", "engineer", "lead")) {
            assertThat(Http.on(port).as(handle).status("PUT", "/api/v1/teams/" + team, "{\"slackWebhookUrl\": null}"))
                    .isEqualTo(403);
        }
        assertThat(Http.on(port).as("manager").status("PUT", "/api/v1/teams/" + team, "{\"description\": \"d\"}"))
                .isEqualTo(200);
        assertThat(jdbc.queryForList(
                        "select slack_webhook_url from teams where slack_webhook_url is not null", String.class))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.slack.com/services/x",
                "https://hooks.slack.com.evil.example/services/x",
                "https://evil.example/services/x",
                "https://hooks.slack.com@169.254.169.254/x",
                "https://169.254.169.254/latest",
                "https://hooks.slack.com:8443/x",
                "https://localhost/x",
                "http://10.0.0.1/x",
                "http://[::1]/x",
                "file:///etc/passwd",
                "hooks.slack.com/services/x",
                "https://hooks.slack.com/services/x#y",
                "",
                "not an address"
            })
    void an_address_that_is_no_webhook_of_slack_is_refused(String url) {
        assertThat(edit("{\"slackWebhookUrl\": \"%s\"}".formatted(url))).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://hooks.slack.com/services/T1/B1/x", "https://hooks.slack-gov.com/services/T1/B1/x"})
    void a_webhook_of_slack_is_accepted(String url) {
        assertThat(edit("{\"slackWebhookUrl\": \"%s\"}".formatted(url))).isEqualTo(200);
    }

    private int edit(String body) {
        var status = Http.on(port).as("admin").status("PUT", "/api/v1/teams/" + team, body);
        // Beyond the second for which teams are remembered.
        world.pass(Duration.ofSeconds(2));
        return status;
    }

    private void say(String words, Visibility visibility) {
        world.comment(ticket.number(), words, visibility, world.as("lead"));
    }

    private void answer(ResponseDefinitionBuilder answer) {
        slack.stubFor(post(anyUrl()).willReturn(answer));
    }

    private List<String> texts() {
        var texts = slack.getAllServeEvents().stream()
                .map(event -> JsonPath.<String>read(event.getRequest().getBodyAsString(), "$.text"))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(texts);
        return texts;
    }

    /** State, webhook and reason of each message to Slack, oldest first. */
    private List<String> rows() {
        return jdbc.queryForList(
                "select concat_ws(' ', state, recipient, last_error) from deliveries where channel = 'SLACK' order by id",
                String.class);
    }
}
