package io.ticketflow.process;

import static io.ticketflow.process.SlowVendor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.PreferencesEdit;
import io.ticketflow.notification.PreferencesEdit.WaysEdit;
import io.ticketflow.process.WaitingForVendor.Edit;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Watching;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A process owner deploys a model with the task bean {@code notify}: who gets its message, by which channels, and with which words. */
@TicketflowTest
class NotifyTests {

    private static final String FILE = "ticket-lifecycle.bpmn";
    private static final Duration TWO_DAYS = Duration.ofDays(2).plusMinutes(1);
    private static final String TOLD = " still waits for the vendor: Disk full on db3";

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Watching watching;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private Preferences preferences;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Mails mails;

    private int port;

    @BeforeEach
    void aNewWorld(@LocalServerPort int port) {
        this.port = port;
        world.beginAnew();
        mails.forget();
        // People of other tests may want no mails.
        world.sql("delete from notification_preferences");
    }

    /** Preferences are reset by their module, which caches them for a second. */
    @AfterEach
    void everyPersonIsAsBefore() {
        world.sql("update users set phone = null, active = true where email like '%@ticketflow.local'");
        preferences.change(
                world.person("lead").id(),
                new PreferencesEdit(Map.of("NOTICE", new WaysEdit(true, true, true, true)), Optional.empty()));
    }

    @AfterAll
    static void leaveNothing(@Autowired World world) {
        world.beginAnew();
    }

    private void deploy(String model) {
        var answer = new Modeler(Http.on(port).as("process-owner")).deploy(Map.of(FILE, model));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String lifecycle() {
        try {
            return Files.readString(Path.of("processes", FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ticket waitsForTheVendor(Map<String, String> properties) {
        deploy(SlowVendor.drawnInto(lifecycle(), properties));
        return waitsForTheVendor(world.inWork());
    }

    private Ticket waitsForTheVendor(Ticket ticket) {
        desk.move(
                ticket.number(),
                new Wish("VENDOR", null),
                MoveDetails.comment("Case 4711"),
                null,
                world.as(world.assigneeOf(ticket)));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        mails.sendAll();
        mails.forget();
        world.sql("delete from deliveries; delete from notifications");
        return world.now(ticket);
    }

    private void twoDaysPass() {
        world.timePasses(TWO_DAYS);
        mails.sendAll();
    }

    private List<String> told() {
        return jdbc.queryForList(
                "select handle from notifications join users on users.id = recipient_id where event = 'NOTICE' and in_app order by handle",
                String.class);
    }

    private List<String> mailed() {
        return mails.messages()
                .map(mail -> {
                    try {
                        return handleOf(mail.getAllRecipients()[0].toString());
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .sorted()
                .toList();
    }

    private String handleOf(String address) {
        return jdbc.queryForList("select handle from users where email = ?", String.class, address)
                .get(0);
    }

    private List<String> people(String condition) {
        return jdbc.queryForList(
                "select handle from users where active and " + condition + " order by handle", String.class);
    }

    @Test
    void the_guides_model_tells_the_lead_in_the_application_and_by_mail() {
        var ticket = waitsForTheVendor(SlowVendor.PROPERTIES);

        twoDaysPass();

        assertThat(told()).containsExactly("lead");
        assertThat(mailed()).containsExactly("lead");
        var mail = mails.lastTo("lead@ticketflow.local");
        assertThat(mail.subject()).isEqualTo(ticket.number() + TOLD);
        assertThat(mail.text())
                .contains(
                        "The vendor of %s has not answered for two days. Please call them.".formatted(ticket.number()));
        assertThat(jdbc.queryForList("select title from notifications", String.class))
                .containsExactly(ticket.number() + TOLD);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(reconciliation.check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REQUESTER            | handle = 'user'",
                "ASSIGNEE             | id = (select assignee_id from tickets)",
                "LEAD                 | handle = 'lead'",
                "ASSIGNEE, LEAD       | id = (select assignee_id from tickets) or handle = 'lead'",
                "TEAM                 | id in (select user_id from team_members where team_id = (select team_id from tickets))",
                "WATCHERS             | handle = 'senior'",
                "REQUESTER, WATCHERS  | handle in ('user', 'user2', 'senior')",
                "DEVOPS_ENGINEER      | role = 'DEVOPS_ENGINEER'",
                "SENIOR_ENGINEER      | role = 'SENIOR_ENGINEER'",
                "TEAM_LEAD            | role = 'TEAM_LEAD'",
                "MANAGER              | role = 'MANAGER'",
                "ADMIN                | role = 'ADMIN'"
            })
    void each_audience_hears_it_and_no_other_person(String audience, String expected) {
        var ticket = waitsForTheVendor(with("audience", audience));
        for (var watcher : List.of("senior", "user2")) {
            watching.watch(ticket.number(), world.person(watcher).id(), world.as(world.assigneeOf(ticket)));
        }
        world.sql("delete from deliveries; delete from notifications");

        twoDaysPass();

        assertThat(told()).isNotEmpty().containsExactlyElementsOf(people("(" + expected + ")"));
        assertThat(mailed()).containsExactlyInAnyOrderElementsOf(told());
    }

    @Test
    void the_lead_stands_in_for_an_assignee_who_has_left() {
        var ticket = waitsForTheVendor(with("audience", "ASSIGNEE"));
        world.sql("update users set active = false where handle = '%s'".formatted(world.assigneeOf(ticket)));

        twoDaysPass();

        assertThat(told()).containsExactly("lead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASSIGNEE", "LEAD"})
    void the_team_stands_in_for_a_lead_who_has_left(String audience) {
        var ticket = waitsForTheVendor(with("audience", audience));
        var assignee = world.assigneeOf(ticket);
        world.sql("update users set active = false where handle in ('%s', 'lead')".formatted(assignee));

        twoDaysPass();

        assertThat(told())
                .isNotEmpty()
                .containsExactlyElementsOf(people(
                        "id in (select user_id from team_members where team_id = '%s')".formatted(ticket.teamId())))
                .doesNotContain(assignee, "lead");
    }

    private Ticket openAndWorkedOn(Priority priority) {
        var ticket = world.openAndRouted(Category.VM, priority);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        return world.now(ticket);
    }

    @Test
    void who_may_not_see_the_ticket_gets_nothing() {
        waitsForTheVendor(with("audience", "REQUESTER"));
        world.sql("update users set active = false where handle = 'user'");

        twoDaysPass();

        assertThat(told()).isEmpty();
        assertThat(mailed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IN_APP                     | true  |",
                "EMAIL                      | false | EMAIL",
                "IN_APP, EMAIL              | true  | EMAIL",
                "SMS                        | false | SMS",
                "IN_APP, EMAIL, SMS, SLACK  | true  | EMAIL, SMS"
            })
    void it_leaves_by_the_chosen_channels_only(String channels, boolean inApp, String deliveries) {
        world.sql("update users set phone = '+4930123' where handle = 'lead'");
        waitsForTheVendor(with("channels", channels));

        world.timePasses(TWO_DAYS);

        assertThat(told()).isEqualTo(inApp ? List.of("lead") : List.of());
        assertThat(String.join(
                        ", ",
                        jdbc.queryForList(
                                "select channel from deliveries where channel <> 'SLACK' order by channel",
                                String.class)))
                .isEqualTo(deliveries == null ? "" : deliveries);
    }

    @Test
    void it_leaves_by_those_of_the_chosen_channels_that_the_person_wants() {
        prefer("lead", "{'events': {'NOTICE': {'email': false}}}");
        waitsForTheVendor(SlowVendor.PROPERTIES);

        twoDaysPass();

        assertThat(told()).containsExactly("lead");
        assertThat(mailed()).isEmpty();
    }

    private void prefer(String who, String preferences) {
        var answer = Http.on(port)
                .as(who)
                .json(
                        "PUT",
                        "/api/v1/auth/me",
                        "{'notificationPreferences': %s}".formatted(preferences).replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        world.pass(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"P3, false", "P1, true"})
    void quiet_hours_hold_it_back_unless_the_ticket_is_critical(Priority priority, boolean atOnce) {
        deploy(SlowVendor.drawnInto(lifecycle(), SlowVendor.PROPERTIES));
        waitsForTheVendor(openAndWorkedOn(priority));
        prefer("lead", "{'quietHours': {'from': '00:00', 'to': '23:59'}}");

        world.timePasses(TWO_DAYS);

        assertThat(jdbc.queryForObject("select next_attempt_at = created_at from deliveries", Boolean.class))
                .isEqualTo(atOnce);
    }

    @Test
    void what_a_person_wrote_stays_text() {
        deploy(SlowVendor.drawnInto(
                lifecycle(), with("text", "About \"${title}\": <b>call</b>\nthem, ${reopenCount + 1} time.")));
        var title = "${number} <b>&amp; #{title}</b>";
        var ticket = desk.open(new NewTicket(title, "df", Category.VM, Priority.P3), world.as("user"));
        world.runDueJobs();
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        waitsForTheVendor(ticket);

        twoDaysPass();

        assertThat(jdbc.queryForObject("select body from notifications", String.class))
                .isEqualTo("About \"%s\": <b>call</b>\nthem, 1 time.".formatted(title));
        assertThat(mails.lastTo("lead@ticketflow.local").text()).contains("About \"%s\": <b>call</b>".formatted(title));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${handedOver}",
                "${empty handedOver ? ' ' : title}",
                "${title / 0}",
                "${number > 5}${title % 'x'}"
            })
    void a_text_that_is_empty_or_cannot_be_computed_is_not_sent_and_stops_nothing(String text) {
        var ticket = waitsForTheVendor(with("text", text));

        twoDaysPass();

        assertThat(told()).isEmpty();
        assertThat(mailed()).isEmpty();
        assertThat(world.timersOf(ticket)).as("the timer did its work").isEmpty();
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(runtime.createIncidentQuery().count()).isZero();
    }

    @Test
    void a_variable_that_does_not_exist_leaves_a_gap_and_a_long_text_is_cut() {
        waitsForTheVendor(with("text", "From ${handedOver}: " + "${title} ".repeat(30) + "x".repeat(700)));

        twoDaysPass();

        var text = Objects.requireNonNull(jdbc.queryForObject("select body from notifications", String.class));
        assertThat(text).startsWith("From : Disk full on db3 Disk full").endsWith(" …");
        assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(1_002);
    }

    @Test
    void a_subject_that_is_empty_is_said_otherwise() {
        var ticket = waitsForTheVendor(with("subject", "${handedOver}"));

        twoDaysPass();

        assertThat(mails.lastTo("lead@ticketflow.local").subject())
                .isEqualTo(ticket.number() + " has a message for you: Disk full on db3");
    }

    @Test
    void a_job_that_is_rolled_back_and_done_again_sends_one_message() {
        var failsAfterwards = Edit.in(SlowVendor.drawnInto(lifecycle()))
                .replace(
                        "<bpmn:sequenceFlow id=\"tellTheLeadToLeadIsTold\" sourceRef=\"tellTheLead\" targetRef=\"leadIsTold\" />",
                        """
                        <bpmn:sequenceFlow id="toGate" sourceRef="tellTheLead" targetRef="isKnown" />
                        <bpmn:exclusiveGateway id="isKnown" />
                        <bpmn:sequenceFlow id="toTold" sourceRef="isKnown" targetRef="leadIsTold">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escalationReason == 'known'}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>
                        <bpmn:sequenceFlow id="toOther" sourceRef="isKnown" targetRef="other">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escalationReason != 'known'}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>
                        <bpmn:endEvent id="other" />
                        """)
                .replace("""
                        <bpmndi:BPMNEdge id="tellTheLeadToLeadIsTold_di" bpmnElement="tellTheLeadToLeadIsTold">
                          <di:waypoint x="2230" y="1425" /><di:waypoint x="2302" y="1425" /></bpmndi:BPMNEdge>
                        """, "")
                .done();
        deploy(failsAfterwards);
        var ticket = waitsForTheVendor(world.inWork());

        assertThatThrownBy(() -> world.timePasses(TWO_DAYS)).hasMessageContaining("escalationReason");
        assertThat(told()).isEmpty();

        runtime.setVariable(ticket.processInstanceId(), "escalationReason", "known");
        world.timePasses(Duration.ofMinutes(10));
        mails.sendAll();

        assertThat(told()).containsExactly("lead");
        assertThat(mailed()).containsExactly("lead");
    }

    @ParameterizedTest
    @CsvSource({"'Call ${loopCounter}', 3", "Call them, 1"})
    void a_repeated_task_sends_each_of_its_messages_once(String text, int messages) {
        var three =
                "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type=\"bpmn:tFormalExpression\">3</bpmn:loopCardinality>"
                        + "</bpmn:multiInstanceLoopCharacteristics>";
        deploy(Edit.in(SlowVendor.drawnInto(lifecycle(), with("text", text)))
                .replace(
                        "</camunda:properties></bpmn:extensionElements>\n</bpmn:serviceTask>",
                        "</camunda:properties></bpmn:extensionElements>" + three + "\n</bpmn:serviceTask>")
                .done());
        waitsForTheVendor(world.inWork());

        twoDaysPass();

        assertThat(told()).hasSize(messages).containsOnly("lead");
        assertThat(mailed()).hasSize(messages);
    }

    @Test
    void in_a_step_it_is_sent_besides_the_messages_about_the_step_also_to_the_person_who_took_it() {
        var inTheStep = Edit.in(SlowVendor.drawnInto(lifecycle(), with("audience", "REQUESTER, ASSIGNEE")))
                .replace(
                        "sourceRef=\"outcome\" targetRef=\"waitForVendor\"",
                        "sourceRef=\"outcome\" targetRef=\"tellTheLead\"")
                .replace(
                        "<bpmn:sequenceFlow id=\"vendorIsSlowToTellTheLead\" sourceRef=\"vendorIsSlow\" targetRef=\"tellTheLead\" />",
                        "<bpmn:sequenceFlow id=\"vendorIsSlowToTellTheLead\" sourceRef=\"vendorIsSlow\" targetRef=\"leadIsTold\" />")
                .replace(
                        "sourceRef=\"tellTheLead\" targetRef=\"leadIsTold\"",
                        "sourceRef=\"tellTheLead\" targetRef=\"waitForVendor\"")
                .done();
        deploy(inTheStep);
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);
        world.sql("delete from deliveries; delete from notifications");

        desk.move(
                ticket.number(), new Wish("VENDOR", null), MoveDetails.comment("Case 4711"), null, world.as(assignee));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(jdbc.queryForList(
                        "select handle || ' ' || event from notifications join users on users.id = recipient_id",
                        String.class))
                .contains("user NOTICE", assignee + " NOTICE")
                .doesNotContain("lead NOTICE")
                .filteredOn(told -> told.startsWith("user "))
                .hasSize(2);
    }

    @Test
    void a_redacted_title_is_blanked_between_the_words_of_the_message() {
        deploy(SlowVendor.drawnInto(lifecycle(), with("text", "Call them about ${title}, please.")));
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        waitsForTheVendor(world.now(ticket));
        world.timePasses(TWO_DAYS);

        transaction.executeWithoutResult(status -> events.publishEvent(
                new TicketEvent.Redacted(ticket.id(), Set.of("Disk full on db3"), world.as("admin"))));

        assertThat(jdbc.queryForList("select title || ' | ' || body from notifications", String.class))
                .containsExactly(ticket.number()
                        + " still waits for the vendor: [redacted] | Call them about [redacted], please.");
    }
}
