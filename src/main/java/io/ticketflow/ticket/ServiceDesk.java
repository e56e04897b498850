package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The entry for people's requests about tickets. A ticket that the caller may not see is answered like an unknown one. If the caller may see it but may not do
 * a thing, the answer says so; only then the ticket's state is checked.
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class ServiceDesk {

    private final Tickets tickets;
    private final TicketAccess access;
    private final History history;
    private final Watchers watchers;
    private final Requesters requesters;
    private final Lifecycle lifecycle;
    private final Directory directory;
    private final RequestLimits limits;
    private final Clock clock;

    ServiceDesk(
            Tickets tickets,
            TicketAccess access,
            History history,
            Watchers watchers,
            Requesters requesters,
            Lifecycle lifecycle,
            Directory directory,
            RequestLimits limits,
            Clock clock) {
        this.tickets = tickets;
        this.access = access;
        this.history = history;
        this.watchers = watchers;
        this.requesters = requesters;
        this.lifecycle = lifecycle;
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
    }

    /** Submits a ticket. It is NEW, and is routed as soon as this transaction has committed. */
    public Ticket open(NewTicket request, Actor by) {
        var caller = access.caller(by);
        var requester = request.requesterId() == null ? caller : requesterFor(caller, request.requesterId());
        // Locks the parent, so that it is not deleted at this moment.
        if (request.parentId() != null
                && access.lockedTogether(List.of(request.parentId()), caller).isEmpty()) {
            throw InvalidException.field("parentId", "is no ticket");
        }
        watchers.checkMayWatch("watcherIds", request.watcherIds(), caller);
        if (!caller.isStaff() && request.priority() == Priority.P1) {
            limits.checkUrgentTickets(caller);
        }
        var now = clock.instant();
        var ticket = new Ticket(tickets.nextNumber(), request, requester.id(), now, by);
        ticket.startedAs(lifecycle.start(ticket, by));
        var created = history.entry(ticket, Fact.of(Action.CREATED), by);
        // Inserts the ticket's row before all rows that refer to it.
        var saved = tickets.save(ticket);
        history.add(created);
        watchers.add(saved, request.watcherIds(), by);
        return saved;
    }

    private Person requesterFor(Person caller, UUID requesterId) {
        if (!caller.isStaff() && !caller.id().equals(requesterId)) {
            throw new ForbiddenException("NOT_ON_BEHALF", "Only staff may submit tickets for others.");
        }
        return requester(requesterId);
    }

    private Person requester(UUID requesterId) {
        return directory
                .find(requesterId)
                .filter(Person::active)
                .orElseThrow(() -> InvalidException.field("requesterId", "is not a person"));
    }

    @Transactional(readOnly = true)
    public Ticket read(String ref, Actor by) {
        return access.visible(ref, access.caller(by));
    }

    /** The person who calls; 403 if the system calls. */
    @Transactional(readOnly = true)
    public Person caller(Actor by) {
        return access.caller(by);
    }

    /** A person as far as the caller may know them: for a requester other people do not exist. */
    @Transactional(readOnly = true)
    public Person visiblePerson(UUID id, Actor by) {
        return access.visiblePerson(id, access.caller(by));
    }

    /** Whether there are no tickets, apart from deleted ones. */
    @Transactional(readOnly = true)
    public boolean isEmpty() {
        return tickets.isEmpty();
    }

    /** For other modules that are going to change the ticket: like {@link #read}, and locks its row until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Ticket locked(String ref, Actor by) {
        return access.locked(ref, access.caller(by));
    }

    /** For other modules, which have checked the caller's rights. */
    @Transactional(readOnly = true)
    public Optional<Ticket> find(UUID ticketId) {
        return tickets.findById(ticketId);
    }

    /** For lists of other modules, which have checked the caller's rights. */
    @Transactional(readOnly = true)
    public Map<UUID, TicketSummary> summaries(Collection<UUID> ticketIds) {
        return tickets.withIds(ticketIds.toArray(UUID[]::new)).stream()
                .collect(Collectors.toMap(Ticket::id, TicketSummary::of));
    }

    /** Refuses requesters, who may see only their own tickets. */
    @Transactional(readOnly = true)
    public void checkStaff(Actor by) {
        TicketAccess.checkStaff(access.caller(by));
    }

    /** The steps that this caller may take. */
    @Transactional(readOnly = true)
    public List<Transition> transitions(String ref, Actor by) {
        var caller = access.caller(by);
        var ticket = access.visible(ref, caller);
        return permitted(ticket, caller);
    }

    /**
     * What a person has to know who has added something public to a solved ticket, and may believe that this reopens it: empty if the ticket is not solved, or if
     * they answered as staff.
     */
    @Transactional(readOnly = true)
    public List<String> warningsAboutSolution(UUID ticketId, Actor by) {
        var caller = access.caller(by);
        var ticket = access.visible(ticketId.toString(), caller);
        if (ticket.status() != RESOLVED || (caller.isStaff() && !Rights.isRequester(caller, ticket))) {
            return List.of();
        }
        var stays = ticket.number() + " stays solved, and does not close by itself before staff have answered.";
        return permitted(ticket, caller).stream()
                .filter(step -> step.status().isUnfinished())
                .findFirst()
                .map(step -> List.of(
                        "%s If it is not solved, take the step \"%s\" (%s).".formatted(stays, step.name(), step.key())))
                .orElse(List.of(stays));
    }

    private List<Transition> permitted(Ticket ticket, Person caller) {
        var isSecond = requesters.isSecond(caller, ticket);
        return lifecycle.transitions(ticket, caller).stream()
                .filter(transition -> Rights.permits(caller, ticket, transition.status(), isSecond))
                .toList();
    }

    /**
     * Calls the next level without waiting for the called one. Allowed to people who may act on the ticket or were called.
     *
     * @param mayAcknowledge whether the caller was called
     */
    public void callNextLevel(UUID ticketId, String reason, boolean mayAcknowledge, Actor by) {
        var ticket = access.locked(ticketId.toString(), access.caller(by));
        if (!mayAcknowledge) {
            TicketAccess.checkMayAct(access.caller(by), ticket);
        }
        StepRules.checkAtRest(ticket);
        TicketText.check("reason", reason);
        lifecycle.callNextLevel(ticket, reason, by);
    }

    /** The fields that a step needs, in the order of the form. */
    public List<String> requiredFields(Ticket ticket, Transition transition) {
        return StepRules.requiredFields(ticket, transition.status());
    }

    /** Like {@link #requiredFields}, with the optional fields. */
    public List<String> offeredFields(Ticket ticket, Transition transition) {
        return StepRules.offeredFields(ticket, transition.status());
    }

    /**
     * Takes a step.
     *
     * @param wish a transition's key, or the status to reach
     * @param ifMatch the entity tag of the version that the caller has seen; null for any
     */
    public Ticket move(String ref, Wish wish, MoveDetails details, @Nullable String ifMatch, Actor by) {
        var ticket = access.locked(ref, access.caller(by));
        ETags.requireMatch(ifMatch, ticket.version());
        if (ticket.status() == CLOSED) {
            throw StepRules.illegal(ticket, wish.text(), List.of());
        }
        StepRules.checkAtRest(ticket);
        lifecycle.move(ticket, keyFor(ticket, wish), details, by);
        return tickets.save(ticket);
    }

    /** The step that a caller wants: a transition by its key, or a status if only one transition leads to it. */
    public record Wish(
            @Nullable String transition, @Nullable TicketStatus status) {

        public static Wish status(TicketStatus status) {
            return new Wish(null, status);
        }

        String text() {
            return Objects.requireNonNullElseGet(transition, () -> String.valueOf(status));
        }
    }

    private String keyFor(Ticket ticket, Wish wish) {
        if (wish.transition() != null) {
            return wish.transition();
        }
        var offered = lifecycle.transitions(ticket, null);
        var keys = wish.status() == null ? List.<String>of() : Transition.keysTo(wish.status(), offered);
        if (keys.isEmpty()) {
            throw StepRules.illegal(ticket, wish.text(), offered);
        }
        if (keys.size() > 1) {
            throw new ConflictException(
                    "AMBIGUOUS_TRANSITION",
                    "Several steps lead to %s: name one by its key.".formatted(wish.status()),
                    Map.of("legal", keys));
        }
        return keys.get(0);
    }

    /** The history entries that this caller may read, oldest first; for administrators also those of a deleted ticket. */
    @Transactional(readOnly = true)
    public List<HistoryEntry> history(String ref, Actor by) {
        var caller = access.caller(by);
        return history.of(access.visibleEver(ref, caller).id(), caller.isStaff());
    }

    /** Edits the ticket. Members that are null stay as they are. */
    public Ticket edit(String ref, TicketChanges changes, @Nullable String ifMatch, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        ETags.requireMatch(ifMatch, ticket.version());
        TicketAccess.checkOpen(ticket);
        if (changes.reclassifies(ticket) && !Rights.mayAct(caller, ticket)) {
            throw new ForbiddenException(
                    "STAFF_ONLY", "Only staff who may act on the ticket may change priority, category and tags.");
        }
        if (changes.changesRequester(ticket) && !Rights.mayChangeRequester(caller)) {
            throw new ForbiddenException("LEADS_ONLY", "Only leads and higher roles may change the requester.");
        }
        if (!changes.isOnlyOfRequester() && !Rights.mayEditText(caller, ticket)) {
            throw new ForbiddenException("TOO_LATE", "The requester may edit a ticket only until work on it starts.");
        }
        var former = changes.changesRequester(ticket) ? directory.person(ticket.requesterId()) : null;
        if (former != null) {
            changeRequester(ticket, former, requester(Objects.requireNonNull(changes.requesterId())), by);
        }
        if (changes.applyTo(ticket, by, clock.instant(), fact -> history.record(ticket, fact, by)) || former != null) {
            if (caller.isStaff()) {
                ticket.staffActed(clock.instant());
            }
            // Saves the ticket first, so that the clocks have the new priority before the engine asks for its timers'
            // dates.
            tickets.save(ticket);
            lifecycle.changed(ticket, by);
        }
        if (former != null) {
            lifecycle.requesterChanged(ticket, former, by);
        }
        return ticket;
    }

    private void changeRequester(Ticket ticket, Person former, Person next, Actor by) {
        ticket.requestedBy(next.id(), by, clock.instant());
        watchers.remove(ticket, next.id(), by);
        history.record(ticket, Fact.changed(Action.FIELD_CHANGED, "requester", former.handle(), next.handle()), by);
    }

    /** For other modules: the unfinished tickets whose requester this person is. */
    @Transactional(readOnly = true)
    public List<Ticket> openOf(UUID requesterId) {
        return tickets.openRequestedBy(requesterId);
    }

    /** For other modules, right before the commit: how long the ticket waits where it stands. */
    @Transactional(readOnly = true)
    public Patience patience(Ticket ticket) {
        return lifecycle.patience(ticket);
    }

    /** The workload of each of these people; every given person is in the answer. */
    @Transactional(readOnly = true)
    public Map<UUID, Workload> workloads(Collection<UUID> people) {
        var busy = tickets.workloads(people.toArray(UUID[]::new)).stream()
                .collect(Collectors.toMap(Workload::personId, Function.identity()));
        return people.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), person -> busy.getOrDefault(person, Workload.none(person))));
    }

    /** Tickets that wait for manual routing, the most urgent and oldest first. */
    @Transactional(readOnly = true)
    public List<UUID> inTriage() {
        return tickets.inTriage();
    }

    /** Tickets whose assignee has to act and is no longer staff. */
    @Transactional(readOnly = true)
    public List<UUID> abandoned() {
        var gone = directory.people(tickets.assignees()).values().stream()
                .filter(person -> !worksOnTickets(person))
                .map(Person::id)
                .toList();
        return gone.isEmpty() ? List.of() : tickets.toBeWorkedOnBy(gone);
    }

    /** Like {@link #abandoned()}, for one ticket. */
    @Transactional(readOnly = true)
    public boolean isAbandoned(Ticket ticket) {
        return ticket.assigneeId() != null
                && ticket.isUnsolved()
                && !worksOnTickets(directory.person(ticket.assigneeId()));
    }

    private static boolean worksOnTickets(Person person) {
        return person.active() && person.isStaff();
    }

    /** Refuses the end of a team while tickets wait for it. */
    @EventListener
    void on(IdentityEvent.TeamEnds team) {
        if (tickets.isAnyOpenOf(team.teamId())) {
            throw new ConflictException("TEAM_HAS_TICKETS", "There are open tickets of %s.".formatted(team.name()));
        }
    }
}
