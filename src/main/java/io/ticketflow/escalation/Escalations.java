package io.ticketflow.escalation;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.HistoryEntry.Fact;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketProjection;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Workload;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Calls the next level when a ticket is late or somebody asks for help, and knows who took it on. */
@Component
@Transactional
public class Escalations {

    /** How often the top of the path is told at the usual interval; from then on once a day. */
    private static final int TOLD_AT_FULL_PACE = 10;

    private final EntityManager entities;
    private final Directory directory;
    private final ServiceDesk desk;
    private final TicketProjection tickets;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Escalations(
            EntityManager entities,
            Directory directory,
            ServiceDesk desk,
            TicketProjection tickets,
            ApplicationEventPublisher events,
            Clock clock) {
        this.entities = entities;
        this.directory = directory;
        this.desk = desk;
        this.tickets = tickets;
        this.events = events;
        this.clock = clock;
    }

    /** Calls the next level above the present one and above the assignee. */
    public Escalation raise(Call call) {
        var ticket = tickets.locked(call.ticketId());
        var open = open(ticket.id());
        if (open.filter(Escalations::waitsAtTheTop).isPresent()) {
            return tellTopAgain(open.get(), call);
        }
        var assignee = ticket.assigneeId() == null ? null : directory.person(ticket.assigneeId());
        var rung = rungFor(ticket, assignee, call.decidedRole());
        var now = clock.instant();
        open.ifPresent(former -> former.close(now));
        // The former row must be closed in the database before the next one is open there.
        entities.flush();
        var raised = new Escalation(call, rung, assignee == null ? null : assignee.role(), ticket.teamId(), now);
        entities.persist(raised);
        var fact = Fact.changed(Action.ESCALATED, "escalationLevel", ticket.escalationLevel(), rung.level())
                .because(raised.reason())
                .internally();
        tickets.escalated(ticket.id(), rung.level(), fact, Actor.SYSTEM);
        tell(call, raised, rung.recipients());
        return raised;
    }

    /** Whoever has acknowledged at the top is called anew, by a row of its own. */
    private static boolean waitsAtTheTop(Escalation open) {
        return open.level() == Rung.TOP && open.acknowledgedBy() == null;
    }

    private Escalation tellTopAgain(Escalation open, Call call) {
        var pace = open.timesTold() >= TOLD_AT_FULL_PACE ? Duration.ofDays(1) : call.interval();
        open.toldAgain(call.scheduledAt().plus(pace), call.handOver());
        tell(call, open, directory.withRole(open.toRole()));
        return open;
    }

    private void tell(Call call, Escalation escalation, List<Person> people) {
        events.publishEvent(new EscalationEvent.Raised(
                call.ticketId(),
                escalation.id(),
                escalation.level(),
                escalation.trigger(),
                people.stream().map(Person::id).toList(),
                call.channels(),
                escalation.reason(),
                call.by()));
    }

    private Rung rungFor(Ticket ticket, @Nullable Person assignee, @Nullable Role decided) {
        var assigneeLevel = assignee == null ? 0 : Rung.levelOf(assignee.role());
        var lowest = Math.max(ticket.escalationLevel(), assigneeLevel) + 1;
        var wished = decided == null ? 0 : Rung.levelOf(decided);
        var level = Math.min(Math.max(lowest, wished), Rung.TOP);
        String note = null;
        while (true) {
            var role = Rung.roleOf(level);
            var rung = peopleOn(role, ticket, note);
            if (!rung.recipients().isEmpty() || level == Rung.TOP) {
                return rung;
            }
            note = "no %s is available".formatted(role);
            level++;
        }
    }

    private Rung peopleOn(Role role, Ticket ticket, @Nullable String note) {
        if (role == Role.MANAGER || role == Role.ADMIN) {
            return new Rung(role, null, directory.withRole(role), note);
        }
        var team = ticket.teamId() == null ? null : directory.team(ticket.teamId());
        var target = team == null ? Optional.<Person>empty() : oneOf(role, team, ticket);
        return new Rung(role, target.orElse(null), target.map(List::of).orElse(List.of()), note);
    }

    private Optional<Person> oneOf(Role role, Team team, Ticket ticket) {
        var available = directory.membersOf(team.id()).stream()
                .filter(person -> person.role() == role
                        && person.available()
                        && !person.id().equals(ticket.requesterId()))
                .toList();
        if (role == Role.TEAM_LEAD) {
            return available.stream()
                    .max(Comparator.comparing(person -> person.id().equals(team.leadId())));
        }
        var workloads = desk.workloads(available.stream().map(Person::id).toList());
        return available.stream()
                .min(Comparator.comparingLong((Person person) -> openWork(workloads, person))
                        .thenComparing(Person::handle));
    }

    private static long openWork(Map<UUID, Workload> workloads, Person person) {
        var workload = workloads.get(person.id());
        return workload == null ? 0 : workload.weight();
    }

    /** The escalation that stands open, if there is one. */
    @Transactional(readOnly = true)
    public Optional<Escalation> open(UUID ticketId) {
        return entities.createQuery("from Escalation where ticketId = :ticket and closedAt is null", Escalation.class)
                .setParameter("ticket", ticketId)
                .getResultStream()
                .findFirst();
    }

    /** Whether this person may take the ticket out of ESCALATED. */
    @Transactional(readOnly = true)
    public boolean mayAcknowledge(Ticket ticket, Person person) {
        return open(ticket.id())
                .map(open -> open.mayBeAcknowledgedBy(person, ticket.assigneeId()))
                .orElse(true);
    }

    /** Who acts on the ticket without taking it on: offering a solution or asking the requester is also the assignee's. */
    @Transactional(readOnly = true)
    public boolean mayLeave(Ticket ticket, Person person, TicketStatus to) {
        return mayAcknowledge(ticket, person)
                || (to != TicketStatus.IN_PROGRESS && person.id().equals(ticket.assigneeId()));
    }

    /**
     * Somebody takes the ticket out of ESCALATED: that is the acknowledgement. Whoever acknowledges a ticket that was handed over becomes its assignee.
     *
     * @throws ForbiddenException when it was not this person who was called
     */
    public void acknowledge(UUID ticketId, TicketStatus to, Actor by) {
        var open = open(ticketId).orElse(null);
        if (open == null || open.acknowledgedBy() != null || by.userId() == null) {
            return;
        }
        var ticket = tickets.locked(ticketId);
        var person = directory.person(by.userId());
        if (!mayLeave(ticket, person, to)) {
            throw new ForbiddenException(
                    "NOT_YOUR_ESCALATION",
                    "%s was escalated to %s; acknowledging is theirs.".formatted(ticket.number(), open.toRole()));
        }
        open.acknowledge(person.id(), clock.instant());
        tickets.record(ticketId, Fact.of(Action.ACKNOWLEDGED).internally(), by);
        var takesOn = to == TicketStatus.IN_PROGRESS && (open.handedOver() || ticket.assigneeId() == null);
        if (takesOn) {
            tickets.assign(ticketId, person.id(), null, null, by);
        }
        events.publishEvent(new EscalationEvent.Acknowledged(ticketId, open.id(), called(open), by));
    }

    private List<UUID> called(Escalation open) {
        return open.targetId() == null
                ? directory.withRole(open.toRole()).stream().map(Person::id).toList()
                : List.of(open.targetId());
    }

    /**
     * Whether a late ticket calls somebody now. Not while a level that was called still has time to acknowledge; and once somebody has taken it on, only
     * when nobody of staff has touched it for as long as a level has.
     */
    @Transactional(readOnly = true)
    public boolean isDue(Ticket ticket, Duration interval) {
        var open = open(ticket.id()).orElse(null);
        if (open == null) {
            return true;
        }
        var patience = clock.instant().minus(interval);
        if (open.acknowledgedBy() == null) {
            return !open.raisedAt().isAfter(patience);
        }
        var lastAct = ticket.lastActivityAt();
        return lastAct == null || !lastAct.isAfter(patience);
    }

    /** A ticket that is solved or over calls nobody any more. */
    @EventListener
    void on(TicketEvent.Moved moved) {
        if (moved.to() == TicketStatus.RESOLVED || moved.to() == TicketStatus.CLOSED) {
            open(moved.ticketId()).ifPresent(open -> open.close(moved.at()));
        }
    }
}
