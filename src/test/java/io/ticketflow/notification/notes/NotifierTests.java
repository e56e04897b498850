package io.ticketflow.notification.notes;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.PreferencesEdit;
import io.ticketflow.notification.QuietHours;
import io.ticketflow.notification.channel.TestChannels;
import io.ticketflow.notification.delivery.Rounds;
import io.ticketflow.notification.delivery.TestPost;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.Watching;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@TicketflowTest
class NotifierTests {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Autowired
    private World world;

    @Autowired
    private TestOutbox outboxes;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private Watching watching;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Preferences preferences;

    @Autowired
    private Rounds rounds;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private TestPost postman;

    private final Set<UUID> quiet = new HashSet<>();

    @LocalServerPort
    private int port;

    @BeforeEach
    void aNewWorld() {
        world.beginAnew();
    }

    @AfterEach
    void nobodyHasATelephoneOrQuietHours() {
        world.sql("update users set phone = null");
        quiet.forEach(person -> preferences.change(person, new PreferencesEdit(null, Optional.empty())));
    }

    @Test
    void a_routed_ticket_is_announced_to_its_engineer_alone() {
        var ticket = world.open(Category.VM, Priority.P3);
        forget();

        world.runDueJobs();

        assertThat(told()).containsExactly(world.assigneeOf(ticket) + " TICKET_ASSIGNED");
        assertThat(titles()).containsExactly(ticket.number() + " is yours now: Disk full on db3");
        assertThat(bodies().get(0)).contains("Routing", "P3", "VM", "Accept it");
    }

    @Test
    void who_submits_a_ticket_gets_a_receipt_that_says_what_comes_next() {
        var ticket = world.open(Category.VM, Priority.P1);

        assertThat(told()).containsExactly("user TICKET_CREATED");
        assertThat(titles()).containsExactly(ticket.number() + " has arrived: Disk full on db3");
        var due = JsonPath.<String>read(
                Http.on(port)
                        .as("user")
                        .get("/api/v1/tickets/" + ticket.number())
                        .body(),
                "$.sla.response.dueAt");
        assertThat(bodies().get(0))
                .contains("A first answer is due by " + AT.format(Instant.parse(due)))
                .contains("You hear from us when work on it begins");
        assertThat(deliveries("user")).containsExactly("EMAIL user@ticketflow.local PENDING null");
    }

    @Test
    void a_submission_that_is_sent_twice_has_one_receipt() {
        var user = Http.on(port).as("user").with("Idempotency-Key", "receipt-" + world.instant());
        var submission = "{\"title\": \"Disk full\", \"description\": \"df\", \"category\": \"VM\"}";

        var first = user.json("POST", "/api/v1/tickets", submission);
        var again = user.json("POST", "/api/v1/tickets", submission);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(told()).containsOnlyOnce("user TICKET_CREATED");
    }

    @Test
    void staff_who_submit_for_themselves_get_a_receipt_like_everybody() {
        desk.open(new NewTicket("Disk full on db3", "df", Category.VM, Priority.P3), world.as("manager"));

        assertThat(told()).containsExactly("manager TICKET_CREATED");
    }

    @Test
    void a_ticket_submitted_for_somebody_is_announced_to_them() {
        var request = new NewTicket(
                "Disk full on db3",
                "df",
                Category.VM,
                Priority.P3,
                List.of(),
                world.person("user").id(),
                null);

        desk.open(request, world.as("engineer"));

        assertThat(told()).containsExactly("user TICKET_CREATED");
        assertThat(bodies().get(0))
                .startsWith("Emil Engineer submitted it in your name.")
                .contains("A first answer is due by ");
    }

    @Test
    void the_former_and_the_new_assignee_are_told_but_not_who_moved_it() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var former = world.assigneeOf(ticket);
        var next = former.equals("engineer") ? "engineer2" : "engineer";
        forget();

        ownership.assign(ticket.number(), world.person(next).id(), null, null, null, world.as("lead"));
        assertThat(told()).containsExactlyInAnyOrder(next + " TICKET_ASSIGNED", former + " TICKET_ASSIGNED");
        assertThat(bodies()).anySatisfy(body -> assertThat(body).contains("Leo Lead gave it to you"));
        forget();

        ownership.assign(ticket.number(), world.person("lead").id(), null, null, null, world.as("lead"));
        assertThat(told()).containsExactly(next + " TICKET_ASSIGNED");
        assertThat(titles()).containsExactly(ticket.number() + " is no longer yours: Disk full on db3");
        assertThat(bodies().get(0)).startsWith("Leo Lead has it now.");
    }

    @Test
    void the_requester_hears_that_work_begins() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        forget();

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));

        assertThat(told()).containsExactly("user STATUS_CHANGED");
    }

    @Test
    void the_first_answer_is_one_message_although_it_also_begins_the_work() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        forget();

        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as(world.assigneeOf(ticket)));

        assertThat(world.now(ticket).status()).isEqualTo(IN_PROGRESS);
        assertThat(told()).containsExactly("user COMMENT_ADDED");
    }

    @Test
    void a_question_comes_with_how_long_we_wait_and_each_wait_ends_as_announced() {
        var ticket = world.inWork();
        forget();

        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        assertThat(told()).containsExactly("user INFO_REQUESTED");
        assertThat(bodies().get(0)).contains("Which host?", "after 1 and 3 days, and stop waiting after 7");
        forget();

        world.timePasses(Duration.ofDays(1));
        assertThat(told()).containsExactly("user INFO_REQUESTED");
        assertThat(titles().get(0)).contains("still waits for your answer");
        world.timePasses(Duration.ofDays(2));
        assertThat(told()).containsExactly("user INFO_REQUESTED", "user INFO_REQUESTED");
        forget();

        world.timePasses(Duration.ofDays(4));
        assertThat(told()).containsExactly("user RESOLUTION_PROPOSED");
        assertThat(titles().get(0)).contains("got no answer from you");
        forget();

        world.timePasses(Duration.ofDays(5));
        assertThat(world.now(ticket).status()).isEqualTo(CLOSED);
        assertThat(told()).containsExactlyInAnyOrder("user TICKET_CLOSED", world.assigneeOf(ticket) + " TICKET_CLOSED");
        assertThat(bodies()).allSatisfy(body -> assertThat(body).startsWith("The solution was not rejected"));
    }

    @Test
    void people_are_told_the_times_of_the_tickets_own_model() throws IOException {
        var old = world.inWork();
        repository
                .createDeployment()
                .addString(
                        "ticket-lifecycle.bpmn",
                        Files.readString(Path.of("processes/ticket-lifecycle.bpmn"), StandardCharsets.UTF_8)
                                .replace(">P7D<", ">P21D<")
                                .replace(">P5D<", ">PT36H<")
                                .replace(">P1D<", ">P6D<")
                                .replace(">P3D<", ">P10D<"))
                .deploy();
        forget();
        world.resolve(old);
        assertThat(bodies().get(0)).endsWith("If you do neither, it closes by itself after 5 days.");
        var ticket = world.inWork();
        forget();

        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        assertThat(bodies().get(0)).endsWith("We remind you after 6 and 10 days, and stop waiting after 21 days.");
        forget();
        world.timePasses(Duration.ofDays(6));
        assertThat(bodies())
                .anySatisfy(body -> assertThat(body).endsWith("answer with one. We stop waiting in 15 days."));
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        forget();
        world.resolve(ticket);
        assertThat(bodies().get(0)).endsWith("If you do neither, it closes by itself after 1 day 12 hours.");
    }

    @Test
    void a_call_that_another_person_has_acknowledged_does_not_wait_for_the_end_of_quiet_hours() {
        var ticket = world.inWork();
        for (var handle : List.of("senior", "lead", "manager")) {
            quietHours(handle, -1, 5);
        }
        forget();
        world.move(ticket, ESCALATED, MoveDetails.comment("I am stuck"), world.assigneeOf(ticket));
        postman.sendAll();
        assertThat(calls("PENDING")).isPositive();

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, "admin");
        postman.sendAll();

        assertThat(calls("PENDING")).isZero();
        assertThat(calls("SENT")).isZero();
    }

    private int calls(String state) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from deliveries d join notifications n on n.id = notification_id where event = 'ESCALATION_RAISED' and channel <> 'SLACK' and state = ?",
                Integer.class,
                state));
    }

    @Test
    void what_is_asked_is_withdrawn_when_it_is_over() {
        var ticket = world.inWork();
        quietHours("user", -1, 5);
        forget();

        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        postman.sendAll();
        assertThat(waiting("user")).containsExactly("INFO_REQUESTED");
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        postman.sendAll();
        assertThat(deliveries("user"))
                .containsExactly("EMAIL user@ticketflow.local SUPPRESSED What it asks for is over");
        forget();

        world.resolve(ticket);
        postman.sendAll();
        assertThat(waiting("user")).containsExactly("RESOLUTION_PROPOSED");
        world.move(ticket, CLOSED, MoveDetails.NONE, "user");
        postman.sendAll();
        assertThat(waiting("user")).isEmpty();
    }

    @Test
    void a_ticket_that_another_person_has_now_is_announced_to_them_alone() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var first = world.assigneeOf(ticket);
        forget();
        quietHours(first, -1, 5);
        ownership.assign(ticket.number(), null, null, null, null, world.as("lead"));
        forget();
        ownership.assign(ticket.number(), world.person(first).id(), null, null, null, world.as("lead"));
        postman.sendAll();
        assertThat(waiting(first)).containsExactly("TICKET_ASSIGNED");

        ownership.assign(ticket.number(), world.person("lead").id(), null, null, null, world.as("lead"));
        postman.sendAll();

        assertThat(jdbc.queryForList(
                        "select n.title || d.state from deliveries d join notifications n on n.id = notification_id join users u on u.id = recipient_id where handle = ? and channel <> 'SLACK' order by d.id",
                        String.class,
                        first))
                .first()
                .asString()
                .contains("is yours now")
                .endsWith("SUPPRESSED");
    }

    @Test
    void the_end_of_quiet_hours_releases_what_waits() {
        var ticket = world.inWork();
        quietHours("user", -1, 5);
        forget();
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
        postman.sendAll();
        assertThat(waiting("user")).containsExactly("COMMENT_ADDED");

        quietHours("user", -1, 2);
        postman.sendAll();
        world.pass(Duration.ofHours(2));
        postman.sendAll();
        assertThat(deliveries("user")).containsExactly("EMAIL user@ticketflow.local SENT null");
        forget();

        quietHours("user", -1, 5);
        world.comment(ticket.number(), "Still looking", Visibility.PUBLIC, world.as("lead"));
        preferences.change(world.person("user").id(), new PreferencesEdit(null, Optional.empty()));
        postman.sendAll();
        assertThat(deliveries("user")).containsExactly("EMAIL user@ticketflow.local SENT null");
    }

    /** Quiet hours from and to whole hours before and after the present one, in UTC. */
    private void quietHours(String handle, int from, int to) {
        var hour = world.instant().atZone(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.HOURS);
        quiet.add(world.person(handle).id());
        preferences.change(
                world.person(handle).id(),
                new PreferencesEdit(null, Optional.of(new QuietHours(hour.plusHours(from), hour.plusHours(to)))));
    }

    /** The events of the messages to a person that wait. */
    private List<String> waiting(String handle) {
        return jdbc.queryForList("""
                        select n.event from deliveries d join notifications n on n.id = d.notification_id join users u on u.id = n.recipient_id
                        where u.handle = ? and d.state = 'PENDING' order by d.id""", String.class, handle);
    }

    @Test
    void an_answer_reaches_the_engineer() {
        var ticket = world.inWork();
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        forget();

        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));

        assertThat(told()).containsExactly(world.assigneeOf(ticket) + " COMMENT_ADDED");
        assertThat(bodies()).containsExactly("Uma User: db3");
    }

    @Test
    void a_solution_is_offered_with_the_day_it_closes_by_itself() {
        var ticket = world.inWork();
        forget();

        world.resolve(ticket);

        assertThat(told()).containsExactly("user RESOLUTION_PROPOSED");
        assertThat(bodies().get(0)).contains("Enlarged the volume", "Confirm it", "by itself after 5 days");
    }

    @Test
    void a_refusal_and_a_confirmation_reach_the_engineer() {
        var ticket = world.resolved();
        var engineer = world.assigneeOf(ticket);
        forget();

        world.move(ticket, REOPENED, MoveDetails.comment("Still full"), "user");
        assertThat(told()).containsExactly(engineer + " TICKET_REOPENED");
        assertThat(bodies().get(0)).contains("Uma User: Still full");

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        world.resolve(ticket);
        forget();
        world.move(ticket, CLOSED, MoveDetails.NONE, "user");
        assertThat(told()).containsExactly(engineer + " TICKET_CLOSED");
    }

    @Test
    void an_internal_note_never_reaches_the_requester() {
        var ticket = world.inWork();
        forget();

        world.comment(ticket.number(), "Customer is on the old plan", Visibility.INTERNAL, world.as("senior"));

        assertThat(told()).containsExactly(world.assigneeOf(ticket) + " COMMENT_ADDED");
        assertThat(titles().get(0)).contains("internal note");
    }

    private Ticket watched(String... handles) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        for (var handle : handles) {
            watching.watch(ticket.number(), world.person(handle).id(), world.as("lead"));
        }
        forget();
        return ticket;
    }

    @Test
    void who_watches_hears_what_is_said_but_a_requester_no_internal_note() {
        var ticket = watched("user2", "manager");
        var engineer = world.assigneeOf(ticket);

        world.comment(ticket.number(), "psst", Visibility.INTERNAL, world.as(engineer));
        assertThat(told()).containsExactly("manager COMMENT_ADDED");
        forget();

        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as(engineer));
        assertThat(told())
                .containsExactlyInAnyOrder("user COMMENT_ADDED", "user2 COMMENT_ADDED", "manager COMMENT_ADDED");
        forget();

        world.comment(ticket.number(), "Ours, too", Visibility.PUBLIC, world.as("user2"));
        assertThat(told())
                .as("not of what they said themselves")
                .containsExactlyInAnyOrder("user COMMENT_ADDED", engineer + " COMMENT_ADDED", "manager COMMENT_ADDED");
    }

    @Test
    void who_watches_hears_how_it_goes_on_without_being_asked_for_anything() {
        var ticket = watched("manager");
        var engineer = world.assigneeOf(ticket);

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), engineer);
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        world.resolve(ticket);
        world.move(ticket, REOPENED, MoveDetails.comment("Still full"), "user");
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        world.resolve(ticket);
        world.move(ticket, CLOSED, MoveDetails.NONE, "user");

        assertThat(told())
                .filteredOn(line -> line.startsWith("manager"))
                .containsExactly(
                        "manager STATUS_CHANGED",
                        "manager INFO_REQUESTED",
                        "manager COMMENT_ADDED",
                        "manager RESOLUTION_PROPOSED",
                        "manager TICKET_REOPENED",
                        "manager RESOLUTION_PROPOSED",
                        "manager TICKET_CLOSED");
        assertThat(jdbc.queryForList(
                        "select title || body from notifications where recipient_id = ?",
                        String.class,
                        world.person("manager").id()))
                .noneMatch(text ->
                        text.contains("your answer") || text.contains("Confirm it") || text.contains("Accept it"))
                .anyMatch(text -> text.contains("Which host?"))
                .anyMatch(text -> text.contains("Enlarged the volume"));
    }

    @Test
    void whose_turn_it_is_is_told_so_although_they_watch_it_as_well() {
        var ticket = watched("user");
        watching.watch(ticket.number(), world.person(world.assigneeOf(ticket)).id(), world.as("lead"));
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        world.resolve(ticket);
        assertThat(bodies()).anyMatch(body -> body.contains("Confirm it"));
        forget();

        world.move(ticket, REOPENED, MoveDetails.comment("Still full"), "user");

        assertThat(bodies()).singleElement().asString().contains("Accept it again");
    }

    @Test
    void why_it_went_up_and_that_it_is_late_is_not_for_those_who_watch() {
        var ticket = watched("user2", "engineer3");

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        forget();
        world.move(ticket, ESCALATED, MoveDetails.comment("I am stuck"), world.assigneeOf(ticket));
        world.timePasses(Duration.ofDays(2));

        assertThat(told()).isNotEmpty().noneMatch(line -> line.startsWith("user2") || line.startsWith("engineer3"));
    }

    @Test
    void the_first_watchers_hear_of_the_submission() {
        var request = new NewTicket(
                "Disk full on db3",
                "df",
                Category.VM,
                Priority.P3,
                List.of(),
                null,
                null,
                List.of(world.person("lead").id(), world.person("user").id()));

        desk.open(request, world.as("user"));

        assertThat(told()).containsExactlyInAnyOrder("lead TICKET_CREATED", "user TICKET_CREATED");
        assertThat(titles()).as("who submitted it watches it, too").anyMatch(title -> title.contains("has arrived"));
    }

    @Test
    void what_is_internal_is_dropped_for_an_end_user_by_each_way_of_addressing() {
        var ticket = world.open(Category.VM, Priority.P3);
        forget();

        inTransaction(() -> outboxWith("mail.example.org", "")
                .add(Note.about(ticket, Event.COMMENT_ADDED, Message.COMMENT_ADDED_INTERNAL, Teller.quote("psst"))
                        .to(world.person("user").id(), world.person("lead").id())
                        .internally()));

        assertThat(told()).containsExactly("lead COMMENT_ADDED");
    }

    @Test
    void a_promise_nearly_broken_is_told_to_the_engineer_and_a_broken_one_to_the_lead_too() {
        var ticket = world.inWork();
        var engineer = world.assigneeOf(ticket);
        forget();

        world.timePasses(Duration.ofHours(24).multipliedBy(4).dividedBy(5).plusMinutes(1));
        assertThat(told()).containsExactly(engineer + " SLA_WARNING");
        assertThat(bodies().get(0)).startsWith("The solution is due on ");
        forget();

        world.timePasses(Duration.ofHours(5));
        assertThat(told())
                .containsExactlyInAnyOrder(engineer + " SLA_BREACHED", "lead SLA_BREACHED", "senior ESCALATION_RAISED");
    }

    @Test
    void a_warning_about_a_ticket_nobody_has_goes_to_the_lead_of_its_team() {
        var ticket = world.inWork();
        world.move(ticket, OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
        forget();

        world.timePasses(Duration.ofHours(20));

        assertThat(told()).containsExactly("lead SLA_WARNING");
    }

    @Test
    void a_call_for_help_reaches_the_next_level_and_its_end_the_person_who_waited_for_it() {
        var ticket = world.inWork();
        var engineer = world.assigneeOf(ticket);
        forget();

        world.move(ticket, ESCALATED, MoveDetails.comment("I am stuck"), engineer);
        assertThat(told()).containsExactly("senior ESCALATION_RAISED");
        assertThat(bodies().get(0)).contains("I am stuck", "Acknowledge it");
        forget();

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, "manager");
        assertThat(told()).containsExactlyInAnyOrder("senior ESCALATION_ACKNOWLEDGED", engineer + " TICKET_ASSIGNED");
    }

    @Test
    void everything_is_also_a_mail_and_a_critical_call_rings_the_telephone() {
        world.sql("update users set phone = '+4930123' where handle in ('engineer', 'senior')");
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        ownership.assign(ticket.number(), world.person("engineer").id(), null, null, null, world.as("manager"));
        world.timePasses(Duration.ofSeconds(270));
        forget();

        world.timePasses(Duration.ofSeconds(40));

        assertThat(told())
                .containsExactlyInAnyOrder("senior ESCALATION_RAISED", "engineer SLA_BREACHED", "lead SLA_BREACHED");
        assertThat(deliveries("senior"))
                .containsExactlyInAnyOrder(
                        "EMAIL senior@ticketflow.local PENDING null",
                        "SMS +4930123 SUPPRESSED Not set: TWILIO_ACCOUNT_SID, TWILIO_FROM");
        assertThat(deliveries("engineer"))
                .containsExactlyInAnyOrder(
                        "EMAIL engineer@ticketflow.local PENDING null",
                        "SMS +4930123 SUPPRESSED Not set: TWILIO_ACCOUNT_SID, TWILIO_FROM");
    }

    @Test
    void without_a_mail_server_there_is_no_mail_and_it_says_why() {
        var ticket = world.open(Category.VM, Priority.P3);
        forget();

        inTransaction(() -> outboxWith("", "")
                .add(Note.about(ticket, Event.TICKET_CLOSED, Message.TICKET_CLOSED, Facts.none())
                        .to(world.person("lead").id())));

        assertThat(deliveries("lead")).containsExactly("EMAIL lead@ticketflow.local SUPPRESSED Not set: SMTP_HOST");
    }

    @Test
    void what_can_be_sent_is_due_at_once_and_counted() {
        world.sql("update users set phone = '+4930123' where handle = 'lead'");
        var ticket = world.open(Category.VM, Priority.P1);
        forget();

        inTransaction(() -> outboxWith("mail.example.org", "given")
                .add(Note.about(ticket, Event.ESCALATION_RAISED, Message.ESCALATION_RAISED, Teller.quote("why"))
                        .to(world.person("lead").id())));

        assertThat(deliveries("lead"))
                .containsExactlyInAnyOrder("EMAIL lead@ticketflow.local PENDING null", "SMS +4930123 PENDING null");
        assertThat(jdbc.queryForObject(
                        "select count(*) from deliveries where next_attempt_at = created_at", Integer.class))
                .isEqualTo(2);
        world.pass(Duration.ofSeconds(11));
        assertThat(meters.get("ticketflow.outbox.pending").gauge().value()).isEqualTo(2);
    }

    @Test
    void who_has_left_is_told_nothing() {
        var ticket = world.open(Category.VM, Priority.P3);
        forget();

        world.sql("update users set active = false where handle = 'user2'");
        try {
            inTransaction(() -> outboxWith("mail.example.org", "")
                    .add(Note.about(ticket, Event.TICKET_CLOSED, Message.TICKET_CLOSED, Facts.none())
                            .to(world.person("user2").id())));
        } finally {
            world.sql("update users set active = true where handle = 'user2'");
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void a_refused_move_and_a_rolled_back_one_tell_nobody() {
        var ticket = world.inWork();
        var engineer = world.assigneeOf(ticket);
        forget();

        assertThatThrownBy(() -> world.move(ticket, PENDING_INFO, MoveDetails.NONE, engineer))
                .isInstanceOf(InvalidException.class);
        transaction.executeWithoutResult(status -> {
            world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), engineer);
            status.setRollbackOnly();
        });

        assertThat(world.now(ticket).status()).isEqualTo(IN_PROGRESS);
        assertThat(told()).isEmpty();
        assertThat(jdbc.queryForObject("select count(*) from deliveries", Integer.class))
                .isZero();
    }

    @Test
    void a_long_comment_is_cut_and_read_on_the_ticket() {
        var ticket = world.inWork();
        forget();

        world.comment(ticket.number(), "😀".repeat(50_000), Visibility.PUBLIC, world.as(world.assigneeOf(ticket)));

        var body = bodies().get(0);
        assertThat(body).endsWith("😀 …");
        assertThat(body.codePoints().filter(point -> point == 0x1F600)).hasSize(1_000);
    }

    private Outbox outboxWith(String smtpHost, String twilio) {
        var channels = TestChannels.of(smtpHost, 587, twilio);
        return outboxes.with(channels, rounds);
    }

    private void inTransaction(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    private void forget() {
        world.sql("truncate notifications cascade");
    }

    /** The recipients and events of all notifications, oldest first. */
    private List<String> told() {
        return jdbc.queryForList(
                "select handle || ' ' || event from notifications join users on users.id = recipient_id order by"
                        + " notifications.created_at",
                String.class);
    }

    private List<String> titles() {
        return jdbc.queryForList("select title from notifications order by created_at", String.class);
    }

    private List<String> bodies() {
        return jdbc.queryForList("select body from notifications order by created_at", String.class);
    }

    private List<String> deliveries(String handle) {
        return jdbc.queryForList("""
                        select d.channel || ' ' || d.recipient || ' ' || d.state || ' ' || coalesce(d.last_error, 'null')
                        from deliveries d join notifications n on n.id = d.notification_id join users u on u.id = n.recipient_id
                        where u.handle = ? and d.channel <> 'SLACK'""", String.class, handle);
    }
}
