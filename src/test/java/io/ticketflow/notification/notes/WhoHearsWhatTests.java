package io.ticketflow.notification.notes;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.delivery.Deliveries;
import io.ticketflow.platform.Ids;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Merging;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes tickets through their lives, and compares who is told of each event, and by which ways, with the table in docs/notifications.md. */
@TicketflowTest
class WhoHearsWhatTests {

    private static final Path PAGE = Path.of("docs", "notifications.md");

    /** The order in the cells of the table; what is not expected comes first. */
    private static final Comparator<String> ORDER = Comparator.<String>comparingInt(List.of(
                    "requester",
                    "former requester",
                    "assignee",
                    "former assignee",
                    "team's lead",
                    "people who are called",
                    "watchers",
                    "administrators",
                    "application",
                    "mail",
                    "SMS",
                    "Slack")::indexOf)
            .thenComparing(Comparator.naturalOrder());

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private Merging merging;

    @Autowired
    private Escalations escalations;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcTemplate jdbc;

    /** Who the people are, by their handles, at the moment. */
    private final Map<String, String> roles = new HashMap<>();

    private final Map<Event, Set<String>> who = new EnumMap<>(Event.class);
    private final Map<Event, Set<String>> ways = new EnumMap<>(Event.class);

    private record Told(Event event, String handle, Role role, boolean inApp, String channels) {}

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        world.sql("update users set phone = '+4930123456'");
        forget();
        roles.clear();
        roles.put("user", "requester");
        roles.put("manager", "watchers");
        roles.put("lead", "team's lead");
    }

    @AfterEach
    void nobodyHasATelephone() {
        world.sql("update users set phone = null");
    }

    @Test
    void the_page_says_who_hears_what() throws IOException {
        aTicketIsSolved();
        beginAnew();
        aTicketIsLate();
        beginAnew();
        aTicketOfTheQueueIsLate();
        beginAnew();
        helpIsAskedFor();
        beginAnew();
        aCriticalTicketIsLate();
        beginAnew();
        aTicketIsMerged();
        beginAnew();
        aRequesterLeaves();
        beginAnew();
        aMailIsRefused();

        // The model names the audience of NOTICE.
        assertThat(who.keySet()).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Event.NOTICE)));
        assertThat(page()).isEqualTo(table());
    }

    private void aTicketIsSolved() {
        var ticket = openedAndWatched();
        listen();
        world.runDueJobs();
        var first = world.assigneeOf(ticket);
        roles.put(first, "assignee");
        listen();
        var engineer = first.equals("engineer") ? "engineer2" : "engineer";
        roles.put(first, "former assignee");
        roles.put(engineer, "assignee");
        ownership.assign(ticket.number(), world.person(engineer).id(), null, null, null, world.as("lead"));
        listen();
        world.comment(ticket.number(), "We look into it", Visibility.PUBLIC, world.as("lead"));
        world.comment(ticket.number(), "An old plan", Visibility.INTERNAL, world.as("lead"));
        listen();
        if (world.now(ticket).status() == OPEN) {
            world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        }
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), engineer);
        listen();
        world.timePasses(Duration.ofDays(1));
        listen();
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        listen();
        world.resolve(ticket);
        listen();
        world.move(ticket, REOPENED, MoveDetails.comment("Still full"), "user");
        listen();
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        world.resolve(ticket);
        forget();
        desk.edit(ticket.number(), requester(world.person("user2").id()), null, world.as("lead"));
        roles.put("user", "former requester");
        roles.put("user2", "requester");
        listen();
        world.timePasses(Duration.ofDays(5));
        listen();
        assertThat(world.now(ticket).status()).isEqualTo(CLOSED);
    }

    private Ticket openedAndWatched() {
        return desk.open(
                new NewTicket(
                        "Disk full on db3",
                        "df",
                        Category.VM,
                        Priority.P3,
                        List.of(),
                        null,
                        null,
                        List.of(world.person("manager").id())),
                world.as("user"));
    }

    private static TicketChanges requester(UUID person) {
        return new TicketChanges(null, null, null, null, null, person);
    }

    private void aTicketIsLate() {
        var ticket = openedAndWatched();
        world.runDueJobs();
        var engineer = world.assigneeOf(ticket);
        roles.put(engineer, "assignee");
        forget();
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        listen();
        world.timePasses(Duration.ofHours(20));
        world.timePasses(Duration.ofHours(5));
        listen();
        var open = escalations.open(ticket.id()).orElseThrow();
        escalations.acknowledge(open.id(), null, world.as("admin"));
        listen();
    }

    private void aTicketOfTheQueueIsLate() {
        var ticket = world.inWork();
        var engineer = world.assigneeOf(ticket);
        world.move(ticket, OPEN, MoveDetails.NONE, engineer);
        forget();
        world.timePasses(Duration.ofHours(20));
        listen();
    }

    private void helpIsAskedFor() {
        var ticket = world.inWork();
        roles.put(world.assigneeOf(ticket), "assignee");
        forget();
        world.move(ticket, ESCALATED, MoveDetails.comment("I am stuck"), world.assigneeOf(ticket));
        listen();
    }

    private void aCriticalTicketIsLate() {
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        roles.put(world.assigneeOf(ticket), "assignee");
        listen();
        world.timePasses(Duration.ofSeconds(310));
        listen();
    }

    private void aTicketIsMerged() {
        var ticket = world.inWork();
        var other = world.open(Category.VM, Priority.P3);
        roles.put(world.assigneeOf(ticket), "assignee");
        forget();
        merging.merge(other.number(), ticket.number(), null, world.as("admin"));
        listen();
    }

    private void aRequesterLeaves() {
        var requester = people.someone(Role.END_USER);
        var ticket =
                desk.open(new NewTicket("Disk full", "df", Category.VM, Priority.P3), world.as(requester.handle()));
        world.runDueJobs();
        roles.put(world.assigneeOf(ticket), "assignee");
        forget();
        people.deactivate(requester.id());
        listen();
    }

    private void aMailIsRefused() {
        var id = Ids.next();
        world.sql("""
                insert into deliveries (id, channel, recipient, state, subject, last_error, created_at)
                values ('%s', 'EMAIL', 'user@ticketflow.local', 'FAILED', 's', 'No such person', now())""".formatted(id));
        transaction.executeWithoutResult(status ->
                events.publishEvent(new Deliveries.GivenUp(id, Channel.EMAIL, "No such person", true, false)));
        listen();
    }

    /** Adds what people were told since the last call. */
    private void listen() {
        jdbc.query(
                        """
                        select event, handle, role, in_app, coalesce(string_agg(channel, ','), '') as channels
                        from notifications join users on users.id = recipient_id left join deliveries on notification_id = notifications.id
                        group by notifications.id, event, handle, role, in_app""",
                        (row, number) -> new Told(
                                Event.valueOf(row.getString("event")),
                                row.getString("handle"),
                                Role.valueOf(row.getString("role")),
                                row.getBoolean("in_app"),
                                row.getString("channels")))
                .forEach(told -> {
                    who.computeIfAbsent(told.event(), event -> new TreeSet<>(ORDER))
                            .add(roleIn(told));
                    var used = ways.computeIfAbsent(told.event(), event -> new TreeSet<>(ORDER));
                    if (told.inApp()) {
                        used.add("application");
                    }
                    Arrays.stream(told.channels().split(","))
                            .filter(channel -> !channel.isEmpty())
                            .forEach(channel -> used.add(nameOf(Channel.valueOf(channel))));
                });
        forget();
    }

    private static String nameOf(Channel channel) {
        return channel == Channel.EMAIL ? "mail" : channel == Channel.SMS ? "SMS" : "Slack";
    }

    private String roleIn(Told told) {
        if (told.event() == Event.ESCALATION_RAISED) {
            return "people who are called";
        }
        var otherwise = told.role() == Role.ADMIN ? "administrators" : told.handle();
        var role = roles.getOrDefault(told.handle(), otherwise);
        return told.event() == Event.ESCALATION_ACKNOWLEDGED && !role.equals("assignee")
                ? "people who are called"
                : role;
    }

    private void forget() {
        world.sql("truncate notifications cascade");
    }

    private String table() {
        return who.keySet().stream()
                .map(event -> "%s | %s | %s"
                        .formatted(event, String.join(", ", who.get(event)), String.join(", ", ways.get(event))))
                .collect(Collectors.joining("\n"));
    }

    /** The table of the page in the same form; the column that says when an event happens is for people only. */
    private static String page() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `") && cells(line).length == 5)
                .map(WhoHearsWhatTests::cells)
                .filter(cells -> Arrays.stream(Event.values())
                        .anyMatch(event -> event != Event.NOTICE && cells[1].equals("`" + event + "`")))
                .map(cells -> cells[1].replace("`", "") + " | " + cells[3] + " | " + cells[4])
                .collect(Collectors.joining("\n"));
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
    }
}
