package io.ticketflow.report.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.delivery.TestPost;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.report.export.ReportExport;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.UriComponentsBuilder;

/** Reports arrive as mail: each period once, for those who may read it then. */
@TicketflowTest
class SubscriptionTests {

    private static final String ROUTE = "/api/v1/reports/subscriptions";

    @Autowired
    private World world;

    @Autowired
    private Subscriptions subscriptions;

    @Autowired
    private SubscriptionMails writer;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Mails mails;

    @Autowired
    private TestPost post;

    @Autowired
    private List<ReportExport> exports;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        world.sql("delete from report_subscriptions");
        world.sql("delete from deliveries");
        mails.forget();
        http = Http.on(port);
    }

    @AfterEach
    void thePeopleAreAsBefore() {
        world.sql("update users set role = 'TEAM_LEAD', locale = 'en' where handle = 'lead'");
        world.sql("update users set role = 'MANAGER', active = true where handle = 'manager'");
        world.sql("delete from report_subscriptions");
    }

    private Subscription subscribe(String report, Rhythm rhythm, String zone, String... recipients) {
        return subscriptions.create(
                new SubscriptionDraft(
                        report,
                        rhythm,
                        zone,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Arrays.stream(recipients)
                                .map(handle -> world.person(handle).id())
                                .collect(Collectors.toSet())),
                world.as("manager"));
    }

    private void passUntil(Instant instant) {
        world.pass(Duration.between(world.instant(), instant));
    }

    private Instant nextAt(Subscription subscription) {
        return Objects.requireNonNull(jdbc.queryForObject(
                        "select next_at from report_subscriptions where id = ?",
                        java.sql.Timestamp.class,
                        subscription.id()))
                .toInstant();
    }

    private int written() {
        return Objects.requireNonNull(
                jdbc.queryForObject("select count(*) from deliveries where enclosure is not null", Integer.class));
    }

    private MimeMessage onlyMailTo(String handle) {
        var address = world.person(handle).email();
        var found = mails.messages()
                .filter(message -> {
                    try {
                        return message.getAllRecipients()[0].toString().equals(address);
                    } catch (MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<String> firstColumn(MimeMessage mail) throws MessagingException, IOException {
        var file = ((MimeMultipart) mail.getContent()).getBodyPart(1);
        try (var workbook = new XSSFWorkbook(file.getInputStream())) {
            return StreamSupport.stream(workbook.getSheetAt(0).spliterator(), false)
                    .skip(1)
                    .map((Row row) -> row.getCell(0).toString())
                    .toList();
        }
    }

    private static String text(MimeMessage mail) throws MessagingException, IOException {
        var words = (MimeMultipart)
                ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
        return ((String) words.getBodyPart(0).getContent()).replace("\r\n", "\n");
    }

    @Test
    void each_recipient_gets_what_they_may_read_as_a_workbook() throws Exception {
        world.sql("update users set locale = 'de' where handle = 'lead'");
        var own = world.open(Category.VM, Priority.P3).number();
        var others = world.open(Category.NETWORK, Priority.P3).number();
        world.sql("update tickets set team_id = '%s' where number = %s"
                .formatted(world.person("lead").teamId(), own.substring(4)));
        world.sql("update tickets set team_id = null where number = " + others.substring(4));
        var subscription = subscribe("tickets", Rhythm.WEEKLY, "Europe/Berlin", "lead", "manager");

        passUntil(subscription.nextAt().minusSeconds(1));
        writer.writeAll();
        assertThat(written()).isZero();
        passUntil(subscription.nextAt());
        writer.writeAll();
        writer.writeAll();
        mails.sendAll();

        var end = subscription.nextAt().atZone(subscription.zone()).toLocalDate();
        var period = end.minusDays(7) + " – " + end.minusDays(1) + " (Europe/Berlin)";
        assertThat(onlyMailTo("manager").getSubject()).isEqualTo("Report: Tickets, " + period);
        assertThat(firstColumn(onlyMailTo("manager"))).containsExactly(others, own);
        assertThat(firstColumn(onlyMailTo("lead"))).containsExactly(own);
        assertThat(((MimeMultipart) onlyMailTo("lead").getContent())
                        .getBodyPart(1)
                        .getFileName())
                .isEqualTo("tickets-%s.xlsx".formatted(end.minusDays(7)));
        assertThat(text(onlyMailTo("lead"))).contains("Der Bericht hängt als Arbeitsmappe an.");
        assertThat(text(onlyMailTo("manager")))
                .contains("/api/v1/reports/export?report=tickets&format=xlsx&from=%s&to=%s&tz=Europe/Berlin"
                        .formatted(end.minusDays(7), end))
                .contains(world.person("manager").fullName() + " subscribed it for you")
                .contains("follow the last link of this mail")
                .endsWith("Turn off mails like this one: " + leaveLink("manager") + "\n");
        assertThat(onlyMailTo("manager").getHeader("Precedence")).containsExactly("bulk");
    }

    @ParameterizedTest
    @CsvSource({"tickets", "escalations", "sla-compliance", "engineer-performance", "trends"})
    void every_report_can_be_subscribed(String report) throws Exception {
        world.openAndRouted(Category.VM, Priority.P3);
        var subscription = subscribe(report, Rhythm.MONTHLY, "America/New_York", "manager");

        passUntil(subscription.nextAt().plusSeconds(5));
        writer.writeAll();
        mails.sendAll();

        assertThat(onlyMailTo("manager").getSubject())
                .startsWith("Report: ")
                .doesNotContain(": " + report)
                .endsWith("(America/New_York)");
        var rows = firstColumn(onlyMailTo("manager"));
        assertThat(rows).hasSizeLessThanOrEqualTo(31);
        if (report.equals("trends")) {
            assertThat(rows).hasSizeBetween(28, 31);
        }
    }

    @ParameterizedTest
    @CsvSource({"2027-03-22T05:00:00Z, 2027-03-29T04:00:00Z", "2027-10-25T04:00:00Z, 2027-11-01T05:00:00Z"})
    void a_change_of_the_clocks_neither_loses_nor_repeats_a_week(Instant before, Instant after) {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "Europe/Berlin", "manager");
        passUntil(before);
        writer.writeAll();
        assertThat(written()).isEqualTo(1);

        passUntil(after.minus(Duration.ofMinutes(61)));
        writer.writeAll();
        passUntil(after.minusSeconds(1));
        writer.writeAll();
        assertThat(written()).isEqualTo(1);
        passUntil(after);
        writer.writeAll();
        passUntil(after.plus(Duration.ofHours(1)));
        writer.writeAll();

        assertThat(written()).isEqualTo(2);
        assertThat(nextAt(subscription)).isEqualTo(after.plus(Duration.ofDays(7)));
    }

    @Test
    void after_a_downtime_the_latest_missed_period_comes_once() throws Exception {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "manager");

        passUntil(subscription.nextAt().plus(Duration.ofDays(23)));
        writer.writeAll();
        writer.writeAll();
        mails.sendAll();

        var end =
                subscription.nextAt().atZone(subscription.zone()).toLocalDate().plusWeeks(3);
        assertThat(onlyMailTo("manager").getSubject())
                .isEqualTo("Report: Trends, %s – %s (UTC)".formatted(end.minusWeeks(1), end.minusDays(1)));
        assertThat(nextAt(subscription)).isEqualTo(subscription.nextAt().plus(Duration.ofDays(28)));
    }

    @Test
    void of_two_nodes_one_writes_the_mails_and_the_other_one_if_the_first_dies() {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "manager", "admin");
        passUntil(subscription.nextAt());

        transaction.executeWithoutResult(dies -> {
            assertThat(writer.writeNext()).isTrue();
            CompletableFuture.runAsync(writer::writeAll).join();
            assertThat(written()).isZero();
            dies.setRollbackOnly();
        });
        assertThat(written()).isZero();
        assertThat(nextAt(subscription)).isEqualTo(subscription.nextAt());

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(writer::writeAll), CompletableFuture.runAsync(writer::writeAll))
                .join();
        assertThat(written()).isEqualTo(2);
    }

    @Test
    void a_recipient_who_may_not_read_it_any_more_is_left_out_and_the_owner_sees_that() {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "manager", "lead");
        passUntil(subscription.nextAt());
        writer.writeAll();
        world.sql("update users set role = 'SENIOR_ENGINEER' where handle = 'lead'");
        mails.sendAll();

        assertThat(mails.messages()).hasSize(1);
        assertThat(jdbc.queryForObject("select last_error from deliveries where state = 'SUPPRESSED'", String.class))
                .isEqualTo("The recipient may not read the report any more");

        passUntil(subscription.nextAt().plus(Duration.ofDays(7)));
        writer.writeAll();
        assertThat(written()).isEqualTo(3);
        var list = http.asAnew("manager").get(ROUTE).body();
        assertThat(JsonPath.<List<Boolean>>read(
                        list,
                        "$.items[0].recipients[?(@.id == '%s')].mayRead"
                                .formatted(world.person("lead").id())))
                .containsExactly(false);
        assertThat(JsonPath.<List<Boolean>>read(
                        list,
                        "$.items[0].recipients[?(@.id == '%s')].mayRead"
                                .formatted(world.person("manager").id())))
                .containsExactly(true);
    }

    @ParameterizedTest
    @CsvSource({"active = false", "role = 'TEAM_LEAD'"})
    void a_subscription_ends_with_its_owner(String change) {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "admin");
        world.sql("update users set " + change + " where handle = 'manager'");

        passUntil(subscription.nextAt());
        writer.writeAll();

        assertThat(written()).isZero();
        assertThat(jdbc.queryForObject("select count(*) from report_subscriptions", Integer.class))
                .isZero();
    }

    @Test
    void a_recipient_leaves_and_the_owner_ends_it_also_for_mails_that_wait() {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "lead", "admin");
        var path = ROUTE + "/" + subscription.id();
        assertThat(http.as("lead").get(ROUTE).body()).contains(subscription.id().toString());
        assertThat(http.as("lead").status("DELETE", path, "")).isEqualTo(403);
        assertThat(http.as("engineer").status("DELETE", path, "")).isEqualTo(404);
        assertThat(http.as("manager").status("DELETE", path + "/recipients/me", ""))
                .isEqualTo(404);
        passUntil(subscription.nextAt());
        writer.writeAll();
        assertThat(written()).isEqualTo(2);

        assertThat(http.asAnew("lead").status("DELETE", path + "/recipients/me", ""))
                .isEqualTo(204);
        assertThat(http.asAnew("lead").get(ROUTE).body())
                .doesNotContain(subscription.id().toString());
        assertThat(http.asAnew("manager").status("DELETE", path, "")).isEqualTo(204);
        mails.sendAll();

        assertThat(mails.messages()).isEmpty();
        assertThat(jdbc.queryForList("select distinct last_error from deliveries", String.class))
                .containsExactly("The subscription has ended");
    }

    /** The address by which mail programs and the last link of a mail end it, at this port. */
    private String leaveLink(String handle) throws MessagingException {
        return onlyMailTo(handle).getHeader("List-Unsubscribe")[0].replaceAll("[<>]", "");
    }

    private String leavePath(String handle) throws MessagingException {
        return leaveLink(handle).replaceAll("^https?://[^/]+", "");
    }

    private void theMailsOf(Subscription subscription) {
        passUntil(subscription.nextAt());
        writer.writeAll();
        mails.sendAll();
    }

    private List<Subscription> present() {
        return subscriptions.seenBy(world.as("admin"));
    }

    @Test
    void a_recipient_leaves_it_by_the_link_in_the_mail_without_a_sign_in() throws Exception {
        world.sql("update users set locale = 'de' where handle = 'lead'");
        var subscription = subscribe("sla-compliance", Rhythm.WEEKLY, "UTC", "lead", "admin");
        theMailsOf(subscription);
        var link = leavePath("lead");
        assertThat(onlyMailTo("lead").getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");

        var page = http.get(link);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<html lang=\"de\">", "jede Woche den Bericht „Einhaltung der SLA“")
                .contains(world.person("manager").fullName(), "<button>Diese Mails abbestellen</button>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("form-action 'self'"));
        assertThat(present()).singleElement().satisfies(left -> assertThat(left.recipients())
                .hasSize(2));

        var done = http.form(LeaveLinks.PATH, fieldsOf(link));
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("Sie bekommen diesen Bericht nicht mehr per Mail.");
        assertThat(present()).singleElement().satisfies(left -> assertThat(left.recipients())
                .containsExactly(world.person("admin").id()));
        assertThat(http.get(link).body()).contains("nicht mehr per Mail").doesNotContain("<button>");
        assertThat(http.form(LeaveLinks.PATH, fieldsOf(link)).statusCode()).isEqualTo(200);
    }

    private static Map<String, String> fieldsOf(String link) {
        return UriComponentsBuilder.fromUriString(link).build().getQueryParams().toSingleValueMap();
    }

    @Test
    void a_mail_program_ends_it_with_one_click_and_the_last_recipient_ends_the_subscription() throws Exception {
        theMailsOf(subscribe("trends", Rhythm.MONTHLY, "UTC", "lead"));

        var answer = http.form(leavePath("lead"), Map.of("List-Unsubscribe", "One-Click"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(present()).isEmpty();
        assertThat(http.get(leavePath("lead")).body()).contains("You do not get this report by mail any more.");
    }

    @Test
    void a_link_to_leave_counts_for_its_person_and_report_alone() throws Exception {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "lead", "admin");
        theMailsOf(subscription);
        var other = subscribe("tickets", Rhythm.MONTHLY, "UTC", "lead");
        var link = leavePath("lead");

        for (var forged : List.of(
                link.replaceAll("signature=.*", "signature="),
                link.replaceAll("signature=.*", "signature=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                link.replace(
                        world.person("lead").id().toString(),
                        world.person("admin").id().toString()),
                link.replace(subscription.id().toString(), other.id().toString()))) {
            assertThat(http.get(forged).statusCode()).as(forged).isEqualTo(404);
            assertThat(http.form(forged, Map.of("List-Unsubscribe", "One-Click"))
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(present()).hasSize(2).allMatch(each -> each.recipients()
                .contains(world.person("lead").id()));
    }

    @Test
    void every_report_has_its_name_on_the_page_in_every_language() {
        for (var locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            var words = ResourceBundle.getBundle("pages/leave-report", locale);
            assertThat(exports).allMatch(export -> words.containsKey("report." + export.report()));
            assertThat(Rhythm.values()).allMatch(rhythm -> words.containsKey("question." + rhythm));
        }
    }

    @Test
    void a_workbook_that_takes_long_delays_no_other_mail() throws Exception {
        var person = people.someone(Role.END_USER);
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "manager");
        passUntil(subscription.nextAt());
        writer.writeAll();

        CompletableFuture<Void> sending = transaction.execute(held -> {
            jdbc.execute("lock table ticket_facts in access exclusive mode");
            var begun = CompletableFuture.runAsync(mails::sendAll);
            await().until(() -> isWaiting("ticket_facts"));
            http.json("POST", "/api/v1/auth/forgot-password", "{\"email\": \"%s\"}".formatted(person.email()));
            await().until(() -> {
                post.sendAllWithoutFiles();
                return mails.to(person.email()).size() == 1;
            });
            assertThat(mails.messages()).hasSize(1);
            return begun;
        });

        Objects.requireNonNull(sending).join();
        assertThat(onlyMailTo("manager").getSubject()).startsWith("Report: Trends");
    }

    private boolean isWaiting(String table) {
        return !jdbc.queryForList(
                        "select 1 from pg_locks where not granted and relation = cast(? as regclass)",
                        Integer.class,
                        table)
                .isEmpty();
    }

    @Test
    void a_person_owns_fifty_subscriptions_at_most_and_each_has_fifty_recipients() {
        var manager = world.person("manager").id();
        subscribe("trends", Rhythm.WEEKLY, "UTC", "manager");
        world.sql("""
                insert into report_subscriptions
                select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
                from report_subscriptions one, generate_series(1, 48)""");
        var body = "{\"report\": \"trends\", \"interval\": \"WEEKLY\", \"recipients\": [%s]}";
        var last = body.formatted("\"" + manager + "\"");
        var tooMany =
                Stream.generate(() -> "\"" + UUID.randomUUID() + "\"").limit(51).collect(Collectors.joining(","));

        assertThat(refusal(http.as("manager"), body.formatted(tooMany), "")).isEqualTo("422 [recipients]");
        var both = Stream.of(1, 2)
                .map(each ->
                        CompletableFuture.supplyAsync(() -> http.as("manager").json("POST", ROUTE, last)))
                .toList();

        assertThat(both.stream().map(answer -> answer.join().statusCode())).containsExactlyInAnyOrder(201, 409);
        var refused = http.as("manager").json("POST", ROUTE, last);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(refused.body(), "$.code")).isEqualTo("TOO_MANY_SUBSCRIPTIONS");
        assertThat(http.as("admin").json("POST", ROUTE, last).statusCode())
                .as("another owner")
                .isEqualTo(201);
    }

    @Test
    void the_end_of_the_owners_account_ends_it_at_once() {
        var owner = people.someone(Role.MANAGER);
        var draft = new SubscriptionDraft(
                "trends",
                Rhythm.WEEKLY,
                null,
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(world.person("admin").id()));
        subscriptions.create(draft, Actor.of(owner.id(), Actor.Source.API));

        assertThat(http.as("admin").status("DELETE", "/api/v1/users/" + owner.id(), ""))
                .isBetween(200, 204);

        assertThat(subscriptions.seenBy(world.as("admin"))).isEmpty();
    }

    @Test
    void the_last_recipient_ends_it() {
        var subscription = subscribe("trends", Rhythm.WEEKLY, "UTC", "lead");

        subscriptions.leave(subscription.id(), world.as("lead"));

        assertThat(subscriptions.seenBy(world.as("manager"))).isEmpty();
    }

    @Test
    void a_wrong_field_is_named() {
        var manager = http.as("manager");
        var me = world.person("manager").id();

        assertThat(refusal(
                        manager, "{\"report\": \"weather\", \"interval\": \"WEEKLY\", \"recipients\": [\"%s\"]}", me))
                .isEqualTo("422 [report]");
        assertThat(refusal(manager, "{\"report\": \"trends\", \"interval\": \"DAILY\", \"recipients\": [\"%s\"]}", me))
                .startsWith("400")
                .contains("interval");
        assertThat(refusal(manager, "{\"report\": \"trends\", \"interval\": \"WEEKLY\", \"recipients\": []}", me))
                .isEqualTo("422 [recipients]");
        assertThat(refusal(
                        manager,
                        "{\"report\": \"trends\", \"interval\": \"WEEKLY\", \"tz\": \"Moon/Base\", \"recipients\": [\"%s\"]}",
                        me))
                .isEqualTo("422 [tz]");
        assertThat(refusal(
                        manager,
                        "{\"report\": \"trends\", \"interval\": \"WEEKLY\", \"team\": [\"%1$s\"], \"recipients\": [\"%1$s\"]}",
                        me))
                .isEqualTo("422 [team]");
        assertThat(refusal(
                        manager,
                        "{\"report\": \"trends\", \"interval\": \"WEEKLY\", \"recipients\": [\"%s\"]}",
                        world.person("engineer").id()))
                .isEqualTo("422 [recipients]");
    }

    private static String refusal(Http caller, String body, Object id) {
        var answer = caller.json("POST", ROUTE, body.formatted(id));
        return answer.statusCode() + " "
                + new TreeSet<>(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"));
    }

    @Test
    void a_lead_gets_no_report_about_another_team() {
        var other = jdbc.queryForObject("select id from teams where name = 'Network'", java.util.UUID.class);
        var lead = world.person("lead");
        assertThat(lead.teamId()).isNotNull().isNotEqualTo(other);
        var draft = new SubscriptionDraft(
                "trends",
                Rhythm.WEEKLY,
                null,
                Set.of(Objects.requireNonNull(other)),
                Set.of(Priority.P1),
                Set.of(Category.VM),
                Set.of(lead.id()));

        assertThatThrownBy(() -> subscriptions.create(draft, world.as("manager")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(lead.fullName());
    }
}
