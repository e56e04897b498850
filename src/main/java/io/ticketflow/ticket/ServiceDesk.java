package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people ask of the ticket system. Whoever may not see a ticket is told that there is none; whoever may see it but not do a thing is told that; only
 * then comes what the ticket's state allows.
 */
@Component
@Transactional
public class ServiceDesk {

    private final Tickets tickets;
    private final History history;
    private final Conversation conversation;
    private final TicketProjection projection;
    private final Lifecycle lifecycle;
    private final Directory directory;
    private final RequestLimits limits;
    private final TicketFinder finder;
    private final Clock clock;

    ServiceDesk(
            Tickets tickets,
            History history,
            Conversation conversation,
            TicketProjection projection,
            Lifecycle lifecycle,
            Directory directory,
            RequestLimits limits,
            TicketFinder finder,
            Clock clock) {
        this.tickets = tickets;
        this.history = history;
        this.conversation = conversation;
        this.projection = projection;
        this.lifecycle = lifecycle;
        this.directory = directory;
        this.limits = limits;
        this.finder = finder;
        this.clock = clock;
    }

    /** Submits a ticket. It is NEW; routing follows as soon as this transaction has committed. */
    public Ticket open(NewTicket request, Actor by) {
        var caller = caller(by);
        var requester = request.requesterId() == null ? caller : requesterFor(caller, request.requesterId());
        if (request.parentId() != null) {
            visible(request.parentId().toString(), caller);
        }
        if (!caller.isStaff() && request.priority() == Priority.P1) {
            limits.checkUrgentTickets(requester);
        }
        var now = clock.instant();
        var ticket = new Ticket(tickets.nextNumber(), request, requester.id(), now, by);
        ticket.startedAs(lifecycle.start(ticket, by));
        var created = history.entry(ticket, Fact.of(Action.CREATED), by);
        // The ticket's row goes in whole and before all that refer to it.
        var saved = tickets.save(ticket);
        history.add(created);
        return saved;
    }

    private Person requesterFor(Person caller, UUID requesterId) {
        if (!caller.isStaff() && !caller.id().equals(requesterId)) {
            throw new ForbiddenException("NOT_ON_BEHALF", "Only staff may submit tickets for others.");
        }
        return directory
                .find(requesterId)
                .filter(Person::active)
                .orElseThrow(() -> InvalidException.field("requesterId", "is nobody"));
    }

    @Transactional(readOnly = true)
    public Ticket read(String ref, Actor by) {
        return visible(ref, caller(by));
    }

    /** The tickets this caller may see, as asked for. */
    @Transactional(readOnly = true)
    public CursorList<Ticket> list(TicketQuery query, Actor by) {
        return finder.find(query, caller(by));
    }

    /** For other modules, which have asked who may see it. */
    @Transactional(readOnly = true)
    public Optional<Ticket> find(UUID ticketId) {
        return tickets.findById(ticketId);
    }

    /** The steps this caller may take from here. */
    @Transactional(readOnly = true)
    public List<Transition> transitions(String ref, Actor by) {
        var caller = caller(by);
        var ticket = visible(ref, caller);
        return permitted(ticket, caller);
    }

    private List<Transition> permitted(Ticket ticket, Person caller) {
        return lifecycle.transitions(ticket, caller).stream()
                .filter(transition -> MoveRules.permits(caller, ticket, transition.status()))
                .toList();
    }

    /** The fields that go with a step, in the order a form asks for them. */
    public List<String> requiredFields(Ticket ticket, Transition transition) {
        return MoveRules.requiredFields(ticket.status(), transition.status());
    }

    /** As {@link #requiredFields}, with those that may be left empty. */
    public List<String> offeredFields(Ticket ticket, Transition transition) {
        return MoveRules.offeredFields(ticket.status(), transition.status());
    }

    /**
     * Takes a step.
     *
     * @param wish a transition's key, or the status to reach
     * @param ifMatch the entity tag of the version the caller has seen; null: any
     */
    public Ticket move(String ref, Wish wish, MoveDetails details, @Nullable String ifMatch, Actor by) {
        var ticket = lockedFor(ref, by);
        ETags.requireMatch(ifMatch, ticket.version());
        if (ticket.status() == CLOSED) {
            throw TicketProjection.illegal(ticket, wish.text(), List.of());
        }
        checkAtRest(ticket);
        lifecycle.move(ticket, keyFor(ticket, wish), details, by);
        return tickets.save(ticket);
    }

    /** What a caller wants next: a transition by its key, or a status if only one transition leads there. */
    public record Wish(
            @Nullable String transition, @Nullable TicketStatus status) {

        public static Wish status(TicketStatus status) {
            return new Wish(null, status);
        }

        String text() {
            return Objects.requireNonNullElseGet(transition, () -> String.valueOf(status));
        }
    }

    private void checkAtRest(Ticket ticket) {
        if (!ticket.isAtRest()) {
            var held = ticket.openTasks().stream().map(OpenTask::name).collect(Collectors.joining(", "));
            throw new ConflictException(
                    "WAITING_FOR_TASK",
                    held.isEmpty()
                            ? ticket.number() + " is on its way to the next state. Try again in a moment."
                            : "%s waits for: %s.".formatted(ticket.number(), held));
        }
    }

    private String keyFor(Ticket ticket, Wish wish) {
        if (wish.transition() != null) {
            return wish.transition();
        }
        var offered = lifecycle.transitions(ticket, null);
        var keys = offered.stream()
                .filter(transition -> transition.status() == wish.status())
                .map(Transition::key)
                .distinct()
                .toList();
        if (keys.isEmpty()) {
            throw TicketProjection.illegal(ticket, wish.text(), offered);
        }
        if (keys.size() > 1) {
            throw new ConflictException(
                    "AMBIGUOUS_TRANSITION",
                    "Several steps lead to %s: say which by its key.".formatted(wish.status()),
                    Map.of("legal", keys));
        }
        return keys.get(0);
    }

    /**
     * Gives a ticket to somebody, or to nobody, and to another team if one is named. By hand also to people who are away or have enough to do; the
     * answer says so.
     *
     * @return warnings
     */
    public Assignment assign(
            String ref,
            @Nullable UUID assigneeId,
            @Nullable UUID teamId,
            @Nullable String reason,
            @Nullable String ifMatch,
            Actor by) {
        var caller = caller(by);
        var ticket = lockedFor(ref, by);
        ETags.requireMatch(ifMatch, ticket.version());
        if (!MoveRules.mayAssign(caller, ticket)) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "Assigning is for the leads of the ticket's team.");
        }
        checkOpen(ticket);
        var team = teamId == null
                ? null
                : directory.findTeam(teamId).orElseThrow(() -> InvalidException.field("teamId", "is no team"));
        var assignee = assigneeId == null ? null : assignable(caller, assigneeId);
        ticket.staffActed(clock.instant());
        give(ticket, assignee, team == null ? null : team.id(), reason, by);
        return new Assignment(tickets.save(ticket), warnings(assignee));
    }

    /** Takes a ticket that nobody has. */
    public Ticket claim(String ref, Actor by) {
        var caller = caller(by);
        var ticket = lockedFor(ref, by);
        checkOpen(ticket);
        if (ticket.assigneeId() != null && !MoveRules.isAssignee(caller, ticket)) {
            throw new ConflictException(
                    "ALREADY_ASSIGNED",
                    "%s is already with %s."
                            .formatted(
                                    ticket.number(),
                                    directory.person(ticket.assigneeId()).fullName()));
        }
        checkMayAct(caller, ticket);
        ticket.staffActed(clock.instant());
        give(ticket, caller, null, null, by);
        return tickets.save(ticket);
    }

    /**
     * The open task got another assignee in Tasklist or through the engine: the ticket follows, or the act is refused. Triage and escalation tasks are
     * taken without the ticket; the requester's tasks are nobody else's.
     *
     * @param assignee null: the task was given back
     */
    public void taskAssigned(UUID ticketId, @Nullable Person assignee, Actor by) {
        var ticket = projection.locked(ticketId);
        var taken = assignee == null ? null : assignee.id();
        if (ticket.status().waitsForRequester()) {
            if (!Objects.equals(taken, ticket.requesterId())) {
                throw new ConflictException(
                        "REQUESTERS_TASK", ticket.number() + " waits for the requester; nobody can take this task.");
            }
            return;
        }
        var followsTask =
                ticket.status() == OPEN || ticket.status() == IN_PROGRESS || ticket.status() == TicketStatus.REOPENED;
        if (!followsTask || Objects.equals(taken, ticket.assigneeId())) {
            return;
        }
        if (!by.isSystem()) {
            var caller = caller(by);
            checkMayAct(caller, ticket);
            if (assignee != null && !assignee.id().equals(caller.id())) {
                if (!MoveRules.mayAssign(caller, ticket)) {
                    throw new ForbiddenException("NOT_YOUR_TEAM", "Assigning is for the leads of the ticket's team.");
                }
                assignable(caller, assignee.id());
            }
            ticket.staffActed(clock.instant());
        }
        projection.assign(ticket, taken, null, null, by);
        tickets.save(ticket);
    }

    /** A ticket in triage leaves it by being given to somebody, if the model has that step; otherwise only the row and its task follow. */
    private void give(
            Ticket ticket, @Nullable Person assignee, @Nullable UUID team, @Nullable String reason, Actor by) {
        projection.assign(ticket, assignee == null ? null : assignee.id(), team, reason, by);
        if (ticket.status() == NEW && ticket.isAtRest() && (assignee != null || team != null)) {
            var routed = lifecycle.transitions(ticket, null).stream()
                    .filter(transition -> transition.status() == OPEN)
                    .findFirst();
            if (routed.isPresent()) {
                lifecycle.move(ticket, routed.get().key(), MoveDetails.NONE, by);
                return;
            }
        }
        lifecycle.assigned(ticket, by);
    }

    private Person assignable(Person caller, UUID assigneeId) {
        var assignee = directory
                .find(assigneeId)
                .filter(person -> person.active() && person.isStaff())
                .orElseThrow(() -> InvalidException.field("assigneeId", "is nobody who can work on tickets"));
        if (caller.role() == Role.TEAM_LEAD && !Objects.equals(caller.teamId(), assignee.teamId())) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "A team lead assigns within the own team.");
        }
        return assignee;
    }

    private List<String> warnings(@Nullable Person assignee) {
        var warnings = new ArrayList<String>();
        if (assignee != null) {
            if (!assignee.available()) {
                warnings.add(assignee.fullName() + " is away.");
            }
            if (workloadOf(assignee.id()).openTickets() > assignee.maxOpenTickets()) {
                warnings.add(assignee.fullName() + " has more open tickets than planned.");
            }
        }
        return warnings;
    }

    private Workload workloadOf(UUID person) {
        return workloads(Set.of(person)).getOrDefault(person, Workload.none(person));
    }

    /**
     * What came of an assignment.
     *
     * @param warnings what a person should know about the choice
     */
    public record Assignment(Ticket ticket, List<String> warnings) {}

    /**
     * Says something about a ticket. The requester's public word is the answer the ticket may be waiting for; the assignee's first public word is the
     * first response and takes the ticket into work.
     */
    public Comment comment(String ref, String body, Visibility visibility, Actor by) {
        TicketText.check("body", body);
        if (body.isBlank()) {
            throw InvalidException.field("body", "must not be empty");
        }
        var caller = caller(by);
        var ticket = lockedFor(ref, by);
        var asRequester = MoveRules.isRequester(caller, ticket);
        if (visibility == Visibility.INTERNAL && !caller.isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "Internal notes are for staff.");
        }
        if (visibility == Visibility.PUBLIC) {
            if (!asRequester) {
                checkMayAct(caller, ticket);
            }
            checkOpen(ticket);
        }
        var comment = conversation.add(ticket, body, visibility, by);
        if (caller.isStaff()) {
            ticket.staffActed(clock.instant());
        }
        if (visibility == Visibility.PUBLIC) {
            if (asRequester) {
                answer(ticket, by);
            } else {
                respond(ticket, caller, by);
            }
        }
        tickets.save(ticket);
        return comment;
    }

    private void answer(Ticket ticket, Actor by) {
        if (ticket.status() != PENDING_INFO || !ticket.isAtRest()) {
            return;
        }
        var offered = lifecycle.transitions(ticket, null);
        keyTo(offered, OPEN)
                .or(() -> keyTo(offered, IN_PROGRESS))
                .ifPresent(key -> lifecycle.move(ticket, key, MoveDetails.NONE, by));
    }

    private void respond(Ticket ticket, Person staff, Actor by) {
        var first = ticket.respond(by, clock.instant());
        var theirs =
                MoveRules.isAssignee(staff, ticket) || (ticket.assigneeId() == null && staff.isInTeam(ticket.teamId()));
        if (first && theirs && ticket.status() == OPEN && ticket.isAtRest()) {
            keyTo(lifecycle.transitions(ticket, null), IN_PROGRESS)
                    .ifPresent(key -> lifecycle.move(ticket, key, MoveDetails.NONE, by));
        }
    }

    private static Optional<String> keyTo(List<Transition> offered, TicketStatus status) {
        return offered.stream()
                .filter(transition -> transition.status() == status)
                .map(Transition::key)
                .findFirst();
    }

    /** What was said that this caller may read, oldest first. */
    @Transactional(readOnly = true)
    public List<Comment> comments(String ref, Actor by) {
        var caller = caller(by);
        return conversation.of(visible(ref, caller).id(), caller.isStaff());
    }

    /** What happened that this caller may read, oldest first. */
    @Transactional(readOnly = true)
    public List<HistoryEntry> history(String ref, Actor by) {
        var caller = caller(by);
        return history.of(visible(ref, caller).id(), caller.isStaff());
    }

    /** Changes what the ticket says. Members that are null stay. */
    public Ticket edit(String ref, TicketChanges changes, @Nullable String ifMatch, Actor by) {
        var caller = caller(by);
        var ticket = lockedFor(ref, by);
        ETags.requireMatch(ifMatch, ticket.version());
        checkOpen(ticket);
        if (changes.reclassifies(ticket) && !MoveRules.mayAct(caller, ticket)) {
            throw new ForbiddenException(
                    "STAFF_ONLY", "Priority, category and tags are for those who work on the ticket.");
        }
        if (!MoveRules.mayEditText(caller, ticket)) {
            throw new ForbiddenException("TOO_LATE", "The requester edits a ticket until work on it starts.");
        }
        if (changes.applyTo(ticket, by, clock.instant(), fact -> history.record(ticket, fact, by))) {
            if (caller.isStaff()) {
                ticket.staffActed(clock.instant());
            }
            // Saved first: the clocks follow a new priority before the engine asks them for its timers' dates.
            tickets.save(ticket);
            lifecycle.edited(ticket);
        }
        return ticket;
    }

    /** How much each of these people has to do; everybody asked for is in the answer. */
    @Transactional(readOnly = true)
    public Map<UUID, Workload> workloads(Collection<UUID> people) {
        var busy =
                tickets.workloads(people).stream().collect(Collectors.toMap(Workload::personId, Function.identity()));
        return people.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), person -> busy.getOrDefault(person, Workload.none(person))));
    }

    /** Tickets that wait for somebody to route them by hand, the most urgent and oldest first. */
    @Transactional(readOnly = true)
    public List<UUID> inTriage() {
        return tickets.inTriage();
    }

    private Person caller(Actor by) {
        if (by.userId() == null) {
            throw new ForbiddenException("NOBODY", "Somebody must be signed in.");
        }
        return directory.person(by.userId());
    }

    private Ticket visible(String ref, Person caller) {
        return TicketRef.find(ref, tickets::findById, tickets::findBySequence)
                .filter(ticket -> MoveRules.maySee(caller, ticket))
                .orElseThrow(() -> noSuchTicket(ref));
    }

    private Ticket lockedFor(String ref, Actor by) {
        var caller = caller(by);
        return TicketRef.find(ref, tickets::lockById, tickets::lockBySequence)
                .filter(ticket -> MoveRules.maySee(caller, ticket))
                .orElseThrow(() -> noSuchTicket(ref));
    }

    private static NotFoundException noSuchTicket(String ref) {
        return new NotFoundException("TICKET_NOT_FOUND", "There is no ticket %s.".formatted(ref));
    }

    private static void checkMayAct(Person caller, Ticket ticket) {
        if (!MoveRules.mayAct(caller, ticket)) {
            throw new ForbiddenException(
                    "NOT_YOUR_TICKET", "%s is neither yours nor in your team's queue.".formatted(ticket.number()));
        }
    }

    private static void checkOpen(Ticket ticket) {
        if (ticket.status() == CLOSED) {
            throw new ConflictException(
                    "TICKET_CLOSED",
                    ticket.number() + " is closed for good. Open a new ticket that names it as its parent.");
        }
    }
}
