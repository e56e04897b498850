package io.ticketflow.notification.notes;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Inbox;
import io.ticketflow.notification.channel.ScriptedMailServer;
import io.ticketflow.notification.delivery.TestPost;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.Watching;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A notification is shown and sent only while its recipient may still read it. */
@TicketflowTest
class FarewellTests {

    private static final String NOTIFICATIONS = "/api/v1/notifications";

    @Autowired
    private World world;

    @Autowired
    private Mails mails;

    @Autowired
    private Accounts accounts;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Watching watching;

    @Autowired
    private Inbox inbox;

    @Autowired
    private TestPost post;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Person grace;
    private Http asGrace;
    private Ticket ticket;

    /** Grace is an engineer and watches one of the user's tickets. */
    @BeforeEach
    void anEngineerWhoWatches() {
        world.beginAnew();
        mails.forget();
        grace = people.someone(Role.DEVOPS_ENGINEER);
        signIn();
        ticket = world.open(Category.VM, Priority.P3);
        watching.watch(ticket.number(), grace.id(), world.as("lead"));
    }

    private void signIn() {
        var answer = Http.on(port)
                .json(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"email\":\"%s\",\"password\":\"%s\"}"
                                .formatted(grace.email(), PeopleWithPasswords.PASSWORD));
        asGrace = Http.on(port).bearer(JsonPath.read(answer.body(), "$.accessToken"));
    }

    @Test
    void who_works_on_tickets_no_more_reads_no_internal_words_any_more() {
        say("psst", Visibility.INTERNAL);
        say("hello", Visibility.PUBLIC);
        var internal = ids().get(1);

        become(Role.END_USER);

        assertThat(asGrace.get(NOTIFICATIONS + "?count=true").body()).contains("\"items\":[]", "\"total\":0");
        assertThat(asGrace.get(NOTIFICATIONS + "?unread=true").body()).contains("\"items\":[]");
        assertThat(asGrace.get(NOTIFICATIONS + "/unread-count").body()).isEqualTo("{\"count\":0}");
        assertThat(asGrace.get(NOTIFICATIONS + "/" + internal).statusCode()).isEqualTo(404);
        assertThat(asGrace.json("PATCH", NOTIFICATIONS + "/" + internal + "/read", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_waits_for_them_does_not_leave_and_what_is_withdrawn_stays_so() {
        say("psst", Visibility.INTERNAL);

        become(Role.END_USER);
        mails.sendAll();
        become(Role.SENIOR_ENGINEER);
        mails.sendAll();

        assertThat(mails.to(grace.email())).isEmpty();
        assertThat(states()).containsExactly("SUPPRESSED");
        assertThat(shown()).isEmpty();
    }

    @Test
    void an_account_that_has_ended_gets_no_mails_and_finds_its_own_tickets_when_it_comes_back() {
        say("psst", Visibility.INTERNAL);
        var own = aTicketOf(grace);
        world.comment(own.number(), "yours", Visibility.PUBLIC, world.as("lead"));

        people.deactivate(grace.id());
        mails.sendAll();
        Http.on(port).as("admin").json("PUT", "/api/v1/users/" + grace.id(), "{\"active\":true}");
        signIn();

        assertThat(mails.to(grace.email())).isEmpty();
        assertThat(shown()).contains("Leo Lead: yours").doesNotContain("Leo Lead: psst");
    }

    @Test
    void of_their_own_tickets_they_go_on_reading_what_is_public() {
        var own = aTicketOf(grace);
        world.comment(own.number(), "ours", Visibility.INTERNAL, world.as("lead"));
        watching.watch(own.number(), grace.id(), world.as("lead"));
        world.comment(own.number(), "ours, too", Visibility.INTERNAL, world.as("lead"));
        world.comment(own.number(), "yours", Visibility.PUBLIC, world.as("lead"));
        assertThat(shown()).contains("Leo Lead: ours, too", "Leo Lead: yours");

        become(Role.END_USER);
        mails.sendAll();

        assertThat(shown()).contains("Leo Lead: yours").noneMatch(body -> body.contains("ours, too"));
        assertThat(mails.to(grace.email()))
                .extracting(Mails.Mail::text)
                .anyMatch(text -> text.contains("yours"))
                .noneMatch(text -> text.contains("ours, too"));
    }

    @Test
    void it_is_asked_again_when_it_is_shown_and_when_it_is_sent() {
        say("psst", Visibility.INTERNAL);

        // Simulates a note that was written at the same moment and reaches the database just after the withdrawal.
        world.sql("update users set role = 'END_USER' where id = '%s'".formatted(grace.id()));
        mails.sendAll();

        assertThat(shown()).isEmpty();
        assertThat(inbox.unread(world.as(grace.handle()))).isZero();
        assertThat(mails.to(grace.email())).isEmpty();
        assertThat(states()).containsExactly("SUPPRESSED");
        assertThat(jdbc.queryForObject(
                        "select last_error from deliveries where recipient = ?", String.class, grace.email()))
                .isEqualTo("The recipient may not read it any more");
    }

    @Test
    void a_requester_who_watches_no_more_reads_nothing_of_it_any_more() {
        var user2 = world.person("user2");
        watching.watch(ticket.number(), user2.id(), world.as("lead"));
        say("hello", Visibility.PUBLIC);
        assertThat(bodiesOf("user2")).containsExactly("Leo Lead: hello");

        watching.unwatch(ticket.number(), user2.id(), world.as("lead"));
        mails.sendAll();

        assertThat(bodiesOf("user2")).isEmpty();
        assertThat(mails.to(user2.email())).isEmpty();
        assertThat(bodiesOf("user")).contains("Leo Lead: hello");
    }

    @Test
    void a_mail_that_was_taken_already_stays_when_its_reader_leaves_before_its_turn() throws Exception {
        say("psst", Visibility.INTERNAL);
        var left = new AtomicBoolean();
        try (var server = new ScriptedMailServer(line -> {
            if (left.compareAndSet(false, true)) {
                become(Role.END_USER);
            }
            return ScriptedMailServer.politely(line);
        })) {
            post.sendAllTo(server.port());

            assertThat(server.wasCalled()).isTrue();
            assertThat(server.lines()).noneMatch(line -> line.contains("psst"));
        }
        assertThat(states()).containsExactly("SUPPRESSED");
    }

    private void say(String words, Visibility visibility) {
        world.comment(ticket.number(), words, visibility, world.as("lead"));
    }

    private Ticket aTicketOf(Person requester) {
        return desk.open(
                new NewTicket("Disk full on db4", "df", Category.VM, Priority.P3, List.of(), requester.id(), null),
                world.as("lead"));
    }

    private void become(Role role) {
        accounts.changeRole(grace.id(), role, null, world.as("admin"));
    }

    private List<String> shown() {
        return JsonPath.read(asGrace.get(NOTIFICATIONS).body(), "$.items[*].body");
    }

    private List<String> bodiesOf(String handle) {
        return JsonPath.read(Http.on(port).as(handle).get(NOTIFICATIONS).body(), "$.items[*].body");
    }

    private List<String> ids() {
        return jdbc.queryForList(
                "select id::text from notifications where recipient_id = ? order by created_at, id desc",
                String.class,
                grace.id());
    }

    private List<String> states() {
        return jdbc.queryForList("select state from deliveries where recipient = ?", String.class, grace.email());
    }
}
