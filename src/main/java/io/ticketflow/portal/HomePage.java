package io.ticketflow.portal;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.EscalationQuery;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.HtmlPage;
import io.ticketflow.ticket.Deadlines;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.TicketSummary;
import io.ticketflow.ticket.search.TicketFilter;
import io.ticketflow.ticket.search.TicketFinder;
import io.ticketflow.ticket.search.TicketQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;

/** The first page: to people who are signed in, what waits for them; to others, links to everything else. */
@Hidden
@Controller
class HomePage {

    private static final String VIEW = "home";

    private static final String LINKS = """
            <ul>
              <li><a href="/camunda/app/tasklist/">Tasklist</a><span>Tickets that wait for you</span></li>
              <li><a href="/camunda/app/cockpit/">Cockpit</a><span>Every ticket on the model it runs on</span></li>
              <li><a href="/docs">REST API</a><span>Every route, to read and to try</span></li>
            </ul>
            """;

    private static final Set<TicketStatus> UNFINISHED = those(TicketStatus::isUnfinished);
    private static final Set<TicketStatus> NOT_CLOSED = those(status -> status != TicketStatus.CLOSED);

    /** An escalation that calls the reader, and its ticket. */
    record Call(Escalation escalation, TicketSummary ticket) {}

    private final ServiceDesk desk;
    private final TicketFinder finder;
    private final Escalations escalations;
    private final Deadlines deadlines;
    private final Settings settings;

    HomePage(ServiceDesk desk, TicketFinder finder, Escalations escalations, Deadlines deadlines, Settings settings) {
        this.desk = desk;
        this.finder = finder;
        this.escalations = escalations;
        this.deadlines = deadlines;
        this.settings = settings;
    }

    private static Set<TicketStatus> those(Predicate<TicketStatus> wanted) {
        return Arrays.stream(TicketStatus.values()).filter(wanted).collect(Collectors.toUnmodifiableSet());
    }

    @GetMapping(value = "/", produces = MediaType.TEXT_HTML_VALUE)
    Object show(Model page) {
        var reader = CurrentActor.get();
        return reader.isSystem()
                ? ResponseEntity.ok(HtmlPage.of(HtmlUtils.htmlEscape(settings.appName()), LINKS))
                : show(reader, page);
    }

    private String show(Actor reader, Model page) {
        var me = desk.caller(reader);
        addRequests(me, reader, page);
        if (me.isStaff()) {
            addWork(me, reader, page);
        }
        return VIEW;
    }

    private void addRequests(Person me, Actor reader, Model page) {
        var mine = TicketFilter.of(NOT_CLOSED, Set.of(me.id()), Set.of(), Set.of(), false);
        var requests = find(mine, "-updatedAt", Slice.MOST, reader).items().stream()
                .collect(Collectors.partitioningBy(Ticket::waitsForRequester));
        page.addAttribute("waiting", Objects.requireNonNull(requests.get(true)));
        page.addAttribute("open", Objects.requireNonNull(requests.get(false)));
    }

    private void addWork(Person me, Actor reader, Model page) {
        var work = find(
                TicketFilter.of(UNFINISHED, Set.of(), Set.of(me.id()), Set.of(), false), "dueAt", Slice.USUAL, reader);
        var queue = queueOf(me.teamId(), reader);
        var shown = Stream.concat(work.items().stream(), queue.items().stream()).map(Ticket::id);
        page.addAttribute("work", work);
        page.addAttribute("queue", queue);
        page.addAttribute(FormKey.FIELD, FormKey.next());
        page.addAttribute("deadlines", deadlines.of(shown.toList()));
        page.addAttribute("calls", callsOf(reader));
    }

    private CursorList<Ticket> queueOf(@Nullable UUID team, Actor reader) {
        return team == null
                ? new CursorList<>(List.of(), null, 0L)
                : find(
                        TicketFilter.of(UNFINISHED, Set.of(), Set.of(), Set.of(team), true),
                        "dueAt",
                        Slice.USUAL,
                        reader);
    }

    private CursorList<Ticket> find(TicketFilter filter, String sort, int most, Actor reader) {
        return finder.find(new TicketQuery(filter, sort, new Slice(most, null, true)), reader);
    }

    /** The calls that no person has acknowledged yet, without those about tickets that were deleted in the meantime. */
    private List<Call> callsOf(Actor reader) {
        var open = escalations
                .list(
                        new EscalationQuery(
                                List.of(Escalation.State.OPEN), List.of(), List.of(), true, Slice.first(Slice.USUAL)),
                        reader)
                .items();
        var tickets = desk.summaries(open.stream().map(Escalation::ticketId).toList());
        return open.stream()
                .flatMap(call -> Stream.ofNullable(tickets.get(call.ticketId())).map(ticket -> new Call(call, ticket)))
                .toList();
    }
}
