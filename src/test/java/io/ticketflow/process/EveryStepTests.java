package io.ticketflow.process;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Lifecycle;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Transition;
import io.ticketflow.ticket.Visibility;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Every step of every state: the specification allows it, it leads to the status that the API announces, and it demands the fields that it needs. */
@TicketflowTest
class EveryStepTests {

    /** The legal moves of the shipped model, as the specification lists them. */
    private static final Map<String, Set<String>> LEGAL = Map.of(
            "triageTicket", Set.of("OPEN", "CLOSED"),
            "acceptTicket", Set.of("IN_PROGRESS", "PENDING_INFO", "ESCALATED", "CLOSED"),
            "pickUpTicket", Set.of("IN_PROGRESS", "PENDING_INFO", "ESCALATED", "CLOSED"),
            "workOnTicket", Set.of("RESOLVED", "PENDING_INFO", "ESCALATED", "OPEN"),
            "acceptReopenedTicket", Set.of("IN_PROGRESS", "PENDING_INFO", "ESCALATED"),
            "acknowledgeEscalation", Set.of("IN_PROGRESS", "RESOLVED", "PENDING_INFO"),
            "provideInformation", Set.of("IN_PROGRESS", "RESOLVED", "CLOSED"),
            "confirmResolution", Set.of("CLOSED", "REOPENED", "RESOLVED"),
            "answerRequester", Set.of("CLOSED", "REOPENED", "RESOLVED"));

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private Lifecycle lifecycle;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    /** How a ticket gets to each state. */
    private Map<String, Supplier<Ticket>> ways() {
        var ways = new TreeMap<String, Supplier<Ticket>>();
        ways.put("triageTicket", () -> {
            // The engineers keep no room for tickets, because whenever a ticket is closed, the tickets in triage are
            // offered again in the background.
            world.sql("update users set max_open_tickets = case when handle like 'engineer_' then 0 else 100 end");
            return world.openAndRouted(Category.ACCESS, Priority.P3);
        });
        ways.put("acceptTicket", () -> world.openAndRouted(Category.VM, Priority.P3));
        ways.put("pickUpTicket", () -> {
            var ticket = world.inWork();
            world.move(ticket, OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
            return ticket;
        });
        ways.put("workOnTicket", world::inWork);
        ways.put("acceptReopenedTicket", () -> {
            var ticket = world.resolved();
            world.move(ticket, REOPENED, MoveDetails.comment("No"), "user");
            return ticket;
        });
        ways.put("acknowledgeEscalation", () -> {
            var ticket = world.inWork();
            world.move(ticket, ESCALATED, MoveDetails.comment("Help"), world.assigneeOf(ticket));
            return ticket;
        });
        ways.put("provideInformation", () -> {
            var ticket = world.inWork();
            world.move(ticket, PENDING_INFO, MoveDetails.comment("Which?"), world.assigneeOf(ticket));
            return ticket;
        });
        ways.put("confirmResolution", world::resolved);
        ways.put("answerRequester", () -> {
            var ticket = world.resolved();
            world.comment(ticket.number(), "Since when?", Visibility.PUBLIC, world.as("user"));
            return ticket;
        });
        return ways;
    }

    @TestFactory
    Stream<DynamicTest> the_steps_of_a_state_are_those_of_the_specification() {
        return ways().entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey(), () -> {
                    var ticket = world.now(way.getValue().get());

                    assertThat(ticket.stage())
                            .extracting(stage -> stage == null ? "none" : stage.id())
                            .isEqualTo(way.getKey());
                    assertThat(lifecycle.transitions(ticket, null))
                            .extracting(Transition::key)
                            .containsExactlyInAnyOrderElementsOf(LEGAL.get(way.getKey()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_step_leads_where_the_api_says() {
        return ways().entrySet().stream().flatMap(way -> LEGAL.getOrDefault(way.getKey(), Set.of()).stream()
                .map(key -> DynamicTest.dynamicTest(way.getKey() + " " + key, () -> leads(way.getValue(), key))));
    }

    private void leads(Supplier<Ticket> way, String key) {
        var ticket = world.now(way.get());
        var promised = lifecycle.transitions(ticket, null).stream()
                .filter(transition -> transition.key().equals(key))
                .findFirst()
                .orElseThrow();
        var required = desk.requiredFields(ticket, promised);
        if (!required.isEmpty()) {
            assertThatThrownBy(() -> take(ticket, key, MoveDetails.NONE)).isInstanceOf(InvalidException.class);
        }

        take(ticket, key, detailsFor(required, ticket, promised));

        var now = world.now(ticket);
        assertThat(now.status()).isEqualTo(promised.status());
        assertThat(now.stage()).isEqualTo(promised.stage());
    }

    private void take(Ticket ticket, String key, MoveDetails details) {
        desk.move(ticket.number(), new Wish(key, null), details, null, world.as("admin"));
    }

    private static MoveDetails detailsFor(List<String> fields, Ticket ticket, Transition step) {
        var withdrawn = step.status() == CLOSED && ticket.status() != RESOLVED;
        return new MoveDetails(
                fields.contains("comment") ? "because" : null,
                fields.contains("resolutionCode")
                        ? (withdrawn ? ResolutionCode.CANCELLED : ResolutionCode.FIXED)
                        : null,
                fields.contains("resolution") ? "done" : null,
                null);
    }

    @Test
    void the_requester_withdraws_before_work_starts_and_while_asked_but_not_in_between() {
        var open = world.openAndRouted(Category.VM, Priority.P3);
        var working = world.inWork();
        var cancelled = MoveDetails.resolution(ResolutionCode.CANCELLED, null);

        world.move(open, CLOSED, cancelled, "user");

        assertThat(world.now(open).status()).isEqualTo(CLOSED);
        assertThatThrownBy(() -> world.move(working, CLOSED, cancelled, "user")).hasMessageContaining("no next step");
        assertThat(keysFor(working, "user")).isEmpty();
    }

    @Test
    void nobody_but_those_who_were_called_acknowledges() {
        var ticket = at("acknowledgeEscalation");

        assertThat(keysFor(ticket, world.assigneeOf(ticket))).containsExactlyInAnyOrder("RESOLVED", "PENDING_INFO");
        assertThat(keysFor(ticket, "senior")).contains("IN_PROGRESS");
        assertThat(keysFor(ticket, "manager")).contains("IN_PROGRESS");
        assertThat(keysFor(ticket, "engineer4")).isEmpty();
    }

    @Test
    void a_ticket_in_triage_that_is_assigned_by_hand_is_routed_by_it() {
        var ticket = at("triageTicket");
        assertThat(world.now(ticket).status()).isEqualTo(NEW);

        ownership.assign(ticket.number(), world.person("engineer3").id(), null, null, null, world.as("manager"));

        assertThat(world.now(ticket).status()).isEqualTo(OPEN);
        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer3");
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo("engineer3");
    }

    @Test
    void starting_work_on_a_ticket_in_the_queue_makes_it_mine() {
        var ticket = at("pickUpTicket");

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, "senior");

        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");
        assertThat(world.now(ticket).stage()).isEqualTo(new Stage("workOnTicket", "Work on ticket"));
    }

    private Ticket at(String stage) {
        return Objects.requireNonNull(ways().get(stage)).get();
    }

    private Set<String> keysFor(Ticket ticket, String who) {
        return desk.transitions(ticket.number(), world.as(who)).stream()
                .map(Transition::key)
                .collect(Collectors.toSet());
    }
}
