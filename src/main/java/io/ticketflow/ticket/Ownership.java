package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.web.ETags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Decides who has a ticket: leads assign tickets, engineers claim them, through this API and through Tasklist. */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Ownership {

    private final Tickets tickets;
    private final TicketAccess access;
    private final Projection projection;
    private final Lifecycle lifecycle;
    private final Directory directory;
    private final Clock clock;

    Ownership(
            Tickets tickets,
            TicketAccess access,
            Projection projection,
            Lifecycle lifecycle,
            Directory directory,
            Clock clock) {
        this.tickets = tickets;
        this.access = access;
        this.projection = projection;
        this.lifecycle = lifecycle;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Assigns a ticket to a person or to the queue, and to another team if one is named. A caller may also assign people who are away or have enough work; the
     * result then has warnings.
     *
     * @return the ticket, with warnings
     */
    public Assignment assign(
            String ref,
            @Nullable UUID assigneeId,
            @Nullable UUID teamId,
            @Nullable String reason,
            @Nullable String ifMatch,
            Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        ETags.requireMatch(ifMatch, ticket.version());
        checkMayAssign(caller, ticket);
        TicketAccess.checkOpen(ticket);
        TicketText.check("reason", reason);
        var team = teamId == null
                ? null
                : directory
                        .findTeam(teamId)
                        .filter(Team::isLive)
                        .orElseThrow(() -> InvalidException.field("teamId", "is no team"));
        var assignee = assigneeId == null ? null : assignable(caller, assigneeId);
        ticket.staffActed(clock.instant());
        give(ticket, assignee, team == null ? null : team.id(), reason, by);
        return new Assignment(tickets.save(ticket), warnings(assignee));
    }

    /** Assigns an unassigned ticket to the caller. */
    public Ticket claim(String ref, @Nullable String ifMatch, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        ETags.requireMatch(ifMatch, ticket.version());
        if (!Rights.mayClaim(caller, ticket)) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "%s is not in your team's queue.".formatted(ticket.number()));
        }
        TicketAccess.checkOpen(ticket);
        if (ticket.assigneeId() != null && !Rights.isAssignee(caller, ticket)) {
            throw new ConflictException(
                    "ALREADY_ASSIGNED",
                    "%s is already with %s."
                            .formatted(
                                    ticket.number(),
                                    directory.person(ticket.assigneeId()).fullName()));
        }
        ticket.staffActed(clock.instant());
        give(ticket, caller, null, null, by);
        return tickets.save(ticket);
    }

    /**
     * The open task got another assignee in Tasklist or through the engine: the ticket follows, or the act is refused. People can claim triage and escalation
     * tasks without getting the ticket; no other person can get a requester's task.
     *
     * @param former null when the task had no assignee
     * @param assignee null when the task was returned
     */
    public void taskAssigned(UUID ticketId, @Nullable Person former, @Nullable Person assignee, Actor by) {
        var ticket = projection.locked(ticketId);
        var taken = assignee == null ? null : assignee.id();
        if (ticket.waitsForRequester()) {
            if (!Objects.equals(taken, ticket.requesterId())) {
                throw new ConflictException(
                        "REQUESTERS_TASK",
                        ticket.number() + " waits for the requester; other people cannot claim this task.");
            }
            return;
        }
        var withTicket = ticket.isAssigneesTurn();
        if (withTicket && Objects.equals(taken, ticket.assigneeId())) {
            return;
        }
        if (!by.isSystem()) {
            var caller = access.caller(by);
            if (isClaim(caller, former, assignee)) {
                TicketAccess.checkMayAct(caller, ticket);
            } else {
                checkMayPassOn(ticket, caller, former, assignee == null);
            }
            if (assignee != null) {
                checkMayHave(ticket, assignable(caller, assignee.id()), withTicket);
            }
            ticket.staffActed(clock.instant());
        }
        if (withTicket) {
            projection.assign(ticket, taken, null, null, by);
        }
        tickets.save(ticket);
    }

    /** A process owner's extra task between two states got another assignee. The engine decides who works on it, and the ticket who passes it on. */
    public void extraTaskAssigned(UUID ticketId, @Nullable Person former, @Nullable Person assignee, Actor by) {
        if (by.isSystem()) {
            return;
        }
        var caller = access.caller(by);
        if (!isClaim(caller, former, assignee)) {
            checkMayPassOn(projection.locked(ticketId), caller, former, assignee == null);
        }
    }

    private static boolean isClaim(Person caller, @Nullable Person former, @Nullable Person assignee) {
        return former == null && assignee != null && assignee.id().equals(caller.id());
    }

    /** People give back what they have; to pass a task on to others is for leads, as at {@link #assign}. */
    private static void checkMayPassOn(Ticket ticket, Person caller, @Nullable Person former, boolean back) {
        if (!back || former == null || !former.id().equals(caller.id())) {
            checkMayAssign(caller, ticket);
        }
    }

    private static void checkMayAssign(Person caller, Ticket ticket) {
        if (!Rights.mayAssign(caller, ticket)) {
            throw new ForbiddenException(
                    "NOT_YOUR_TEAM", "Only leads of the ticket's team and higher roles may assign it.");
        }
    }

    private void checkMayHave(Ticket ticket, Person assignee, boolean withTicket) {
        // With the ticket they get the right to act on it.
        if (!withTicket && !hasStep(assignee, ticket)) {
            throw new ForbiddenException(
                    "NOT_THEIR_TASK",
                    "%s may take no step of %s where it stands, and so cannot have its task."
                            .formatted(assignee.fullName(), ticket.number()));
        }
    }

    /** Whether the person may take a step of the ticket from where it stands. Without one, the task would be locked with them. */
    @Transactional(readOnly = true)
    public boolean hasStep(Person person, Ticket ticket) {
        return lifecycle.transitions(ticket, person).stream()
                .anyMatch(step -> Rights.permits(person, ticket, step.status(), false));
    }

    /** A ticket in triage leaves triage when it is assigned, if the model has that step; otherwise only the row and its task change. */
    private void give(
            Ticket ticket, @Nullable Person assignee, @Nullable UUID team, @Nullable String reason, Actor by) {
        projection.assign(ticket, assignee == null ? null : assignee.id(), team, reason, by);
        if (ticket.status() == NEW && ticket.isAtRest() && (assignee != null || team != null)) {
            var routed = Transition.keyTo(OPEN, lifecycle.transitions(ticket, null));
            if (routed.isPresent()) {
                lifecycle.move(ticket, routed.get(), MoveDetails.NONE, by);
                return;
            }
        }
        lifecycle.assigned(ticket, by);
    }

    private Person assignable(Person caller, UUID assigneeId) {
        var assignee = directory
                .find(assigneeId)
                .filter(person -> person.active() && person.isStaff())
                .orElseThrow(() -> InvalidException.field("assigneeId", "is not a person who can work on tickets"));
        if (caller.role() == Role.TEAM_LEAD && !Objects.equals(caller.teamId(), assignee.teamId())) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "A team lead may assign only to people of the own team.");
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
        return tickets.workloads(new UUID[] {person}).stream().findFirst().orElseGet(() -> Workload.none(person));
    }

    /** The people to whom the caller may assign this ticket: leads their team, higher roles all people, others at most themselves. Sorted by full name. */
    @Transactional(readOnly = true)
    public List<Assignable> assignable(String ref, Actor by) {
        var caller = access.caller(by);
        var ticket = access.visible(ref, caller);
        TicketAccess.checkStaff(caller);
        var people = candidates(caller, ticket).toList();
        var workloads = tickets.workloads(people.stream().map(Person::id).toArray(UUID[]::new)).stream()
                .collect(Collectors.toMap(Workload::personId, Workload::openTickets));
        return people.stream()
                .map(person -> new Assignable(person, workloads.getOrDefault(person.id(), 0L)))
                .toList();
    }

    private Stream<Person> candidates(Person caller, Ticket ticket) {
        if (!Rights.mayAssign(caller, ticket)) {
            return Rights.mayAct(caller, ticket) ? Stream.of(caller) : Stream.empty();
        }
        return caller.role() == Role.TEAM_LEAD
                ? caller.teamId() == null ? Stream.of(caller) : directory.membersOf(caller.teamId()).stream()
                : directory.staff().stream();
    }

    /** Whether {@link #assign} is for the caller. */
    @Transactional(readOnly = true)
    public boolean mayAssign(Ticket ticket, Actor by) {
        return ticket.status() != CLOSED && Rights.mayAssign(access.caller(by), ticket);
    }

    /** Whether the ticket waits in a queue from which the caller may {@link #claim} it. */
    @Transactional(readOnly = true)
    public boolean mayClaim(Ticket ticket, Actor by) {
        return ticket.status() != CLOSED && ticket.assigneeId() == null && Rights.mayClaim(access.caller(by), ticket);
    }

    /** A person to whom a ticket may be assigned, with the number of their open tickets. */
    public record Assignable(Person person, long openTickets) {}

    /**
     * The result of an assignment.
     *
     * @param warnings facts about the chosen person that the caller should know
     */
    public record Assignment(Ticket ticket, List<String> warnings) {}
}
