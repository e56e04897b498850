package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.TestPeople;
import io.ticketflow.platform.Ids;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Deletion;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Creates the things that the placeholders of a {@link RouteRow} name, and sends its request. */
@Component
public class RouteCaller {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private final World world;
    private final TestPeople demo;
    private final PeopleWithPasswords people;
    private final ServiceDesk desk;
    private final Ownership ownership;
    private final Deletion deletion;
    private final JdbcTemplate jdbc;

    /** The ticket to which the things of the other placeholders belong. */
    private @Nullable Ticket ofTheRow;

    RouteCaller(
            World world,
            TestPeople demo,
            PeopleWithPasswords people,
            ServiceDesk desk,
            Ownership ownership,
            Deletion deletion,
            JdbcTemplate jdbc) {
        this.world = world;
        this.demo = demo;
        this.people = people;
        this.desk = desk;
        this.ownership = ownership;
        this.deletion = deletion;
        this.jdbc = jdbc;
    }

    /** Starts anew. People who could be assigned every ticket accept none, and no person has a second factor. */
    public void beginAnew() {
        world.beginAnew();
        world.sql("update users set max_open_tickets = 0 where handle in ('lead', 'senior', 'engineer4')");
        world.sql("update users set mfa_secret = null, mfa_enabled = false");
    }

    /** A request that can be sent several times. */
    public record Request(
            String method,
            String path,
            String body,
            @Nullable String upload) {

        public HttpResponse<String> by(Http client) {
            return upload == null
                    ? client.json(method, path, body)
                    : client.upload(path, Multipart.file("a.txt", body, upload));
        }

        /** Does not wait for the end of the answer, which a stream does not have. */
        public int status(Http client) {
            return upload == null
                    ? client.status(method, path, body)
                    : by(client).statusCode();
        }

        public Request with(String otherBody) {
            return new Request(method, path, otherBody, upload);
        }
    }

    /**
     * Creates new things for a row.
     *
     * @param http a client that is not signed in
     * @param caller the owner of the things; null when the request is sent without signing in
     * @param own whether the things are the caller's own or another person's
     */
    public Request request(RouteRow row, Http http, @Nullable String caller, boolean own) {
        // Each policy for a category replaces the one of the row before.
        world.sql("update sla_policies set active = false where category is not null");
        var path = filled(row.path(), http, caller, own);
        return row.isUpload()
                ? new Request(row.method(), path, "a", row.uploadVisibility())
                : new Request(row.method(), path, filled(row.body(), http, caller, own), null);
    }

    private String filled(String text, Http http, @Nullable String caller, boolean own) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> thing(found.group(1), http, caller, own));
    }

    private String thing(String name, Http http, @Nullable String caller, boolean own) {
        return switch (name) {
            case "ticket" -> named(ticket(own)).number();
            case "deleted" -> deleted();
            case "comment" -> comment(caller == null || !own ? "admin" : caller);
            case "entry" -> entry();
            case "attachment" -> attachment(http, caller == null || !own ? "admin" : caller);
            case "queued" -> queued(own).number();
            case "escalation" -> escalation(own);
            case "self" ->
                caller == null || !own
                        ? demo.called("engineer4").id().toString()
                        : demo.called(caller).id().toString();
            case "person" -> person(own).id().toString();
            case "notification" -> notification(caller == null || !own ? "engineer4" : caller);
            case "delivery" -> delivery();
            case "team" -> people.team("Matrix " + UUID.randomUUID()).id().toString();
            case "policy" -> made(http, "policies", """
                    {"name": "%s", "priority": "P4", "category": "%s", "responseTarget": "PT1H",
                     "resolutionTarget": "PT2H", "escalateAfter": "PT1H"}""");
            case "calendar" -> made(http, "calendars", """
                    {"name": "%s", "timezone": "UTC", "weekly": {"MONDAY": [{"from": "09:00", "to": "12:00"}]}, "holidays": []}""");
            case "unique" -> "m" + UUID.randomUUID();
            case "process" -> "ticket-lifecycle";
            case "first" -> "1";
            case "nothing" -> UUID.randomUUID().toString();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Ticket ticket(boolean own) {
        var category = own ? Category.VM : Category.NETWORK;
        var ticket = desk.open(
                new NewTicket("Disk full", "df says 100 %", category, Priority.P3), world.as(own ? "user" : "user2"));
        world.runDueJobs();
        assertThat(world.assigneeOf(world.now(ticket))).isEqualTo(own ? "engineer" : "engineer3");
        world.sql("update users set max_open_tickets = 1000 where handle in ('engineer', 'engineer3')");
        return world.now(ticket);
    }

    private Ticket named(Ticket ticket) {
        ofTheRow = ticket;
        return ticket;
    }

    private String comment(String author) {
        var visibility = author.equals("user") ? Visibility.PUBLIC : Visibility.INTERNAL;
        return world.comment(Objects.requireNonNull(ofTheRow).number(), "b", visibility, world.as(author))
                .id()
                .toString();
    }

    /** Creates a history entry about a changed title. */
    private String entry() {
        var ticket = Objects.requireNonNull(ofTheRow);
        desk.edit(ticket.number(), new TicketChanges("Other", null, null, null, null), null, world.as("admin"));
        return String.valueOf(jdbc.queryForObject(
                "select id from ticket_history where ticket_id = ? and field = 'title'", UUID.class, ticket.id()));
    }

    private String attachment(Http http, String uploader) {
        var uploaded = http.as(uploader)
                .upload(
                        "/api/v1/tickets/" + Objects.requireNonNull(ofTheRow).number() + "/attachments",
                        Multipart.file("a.txt", "a", uploader.equals("user") ? "PUBLIC" : "INTERNAL"));
        return JsonPath.read(uploaded.body(), "$.id");
    }

    private Ticket queued(boolean own) {
        var ticket = ticket(own);
        ownership.assign(ticket.number(), null, null, null, null, world.as("admin"));
        return ticket;
    }

    private String escalation(boolean own) {
        var ticket = ticket(own);
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("stuck"), own ? "engineer" : "engineer3");
        return String.valueOf(jdbc.queryForObject(
                "select id from escalations where ticket_id = ? and closed_at is null", UUID.class, ticket.id()));
    }

    private Person person(boolean own) {
        return people.member(Role.DEVOPS_ENGINEER, people.teamCalled(own ? "Platform" : "Network"));
    }

    private String deleted() {
        var ticket = named(ticket(true));
        deletion.delete(ticket.number(), null, world.as("admin"));
        return ticket.number();
    }

    private String notification(String handle) {
        var id = Ids.next();
        world.sql("""
                insert into notifications (id, recipient_id, event, title, body, created_at)
                values ('%s', '%s', 'TICKET_CREATED', 't', 'b', now())""".formatted(id, demo.called(handle).id()));
        return id.toString();
    }

    private String delivery() {
        var id = Ids.next();
        world.sql("""
                insert into deliveries (id, channel, recipient, state, next_attempt_at, subject, body, created_at)
                values ('%s', 'EMAIL', 'a@example.org', 'PENDING', now() + interval '1 hour', 's', 'b', now())""".formatted(id));
        return id.toString();
    }

    private String made(Http http, String kind, String body) {
        var created = http.as("admin")
                .json("POST", "/api/v1/sla/" + kind, body.formatted("m" + UUID.randomUUID(), "STORAGE"));
        return JsonPath.read(created.body(), "$.id");
    }
}
