package io.ticketflow.escalation;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.HistoryEntry.Fact;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Calls the next level of the escalation path when a ticket is late or a person asks for help, and records who acknowledged. */
@Component
@Transactional
@RepeatedWhenOvertaken
public class Escalations {

    /** How often the top of the path is told at the usual interval; afterwards it is told once a day. */
    private static final int TOLD_AT_FULL_PACE = 10;

    private final EntityManager entities;
    private final EscalationFinder finder;
    private final EscalationPath path;
    private final Directory directory;
    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Projection tickets;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Escalations(
            EntityManager entities,
            EscalationFinder finder,
            EscalationPath path,
            Directory directory,
            ServiceDesk desk,
            Conversation conversation,
            Projection tickets,
            ApplicationEventPublisher events,
            Clock clock) {
        this.entities = entities;
        this.finder = finder;
        this.path = path;
        this.directory = directory;
        this.desk = desk;
        this.conversation = conversation;
        this.tickets = tickets;
        this.events = events;
        this.clock = clock;
    }

    /** Calls the next level: above the present one and above the assignee's role. */
    public Escalation raise(Call call) {
        var ticket = tickets.locked(call.ticketId());
        var open = open(ticket.id());
        if (open.filter(Escalations::waitsAtTheTop).isPresent()) {
            return tellTopAgain(open.get(), call);
        }
        var assignee = ticket.assigneeId() == null
                ? null
                : directory.person(ticket.assigneeId()).role();
        var rung = path.next(ticket, assignee, call.decidedRole());
        var now = clock.instant();
        open.ifPresent(former -> former.close(now));
        // Closes the former row in the database first: a unique index allows one open row for each ticket.
        entities.flush();
        var told = call.acknowledgeBy().isAfter(now);
        var raised = new Escalation(call, rung, assignee, ticket.teamId(), told, now);
        entities.persist(raised);
        var fact = Fact.changed(Action.ESCALATED, "escalationLevel", ticket.escalationLevel(), rung.level())
                .because(raised.reason())
                .internally();
        tickets.escalated(ticket.id(), rung.level(), fact, Actor.SYSTEM);
        if (told) {
            tell(call, raised, rung.recipients());
        }
        return raised;
    }

    /**
     * Tells the next level and the lead of the team about a critical ticket, once for each ticket. No acknowledgement is asked for; the ticket's level and
     * state stay as they are.
     */
    public Escalation announceCritical(Call call) {
        var ticket = tickets.locked(call.ticketId());
        var assignee = ticket.assigneeId() == null
                ? null
                : directory.person(ticket.assigneeId()).role();
        var rung = path.next(ticket, assignee, call.decidedRole());
        var now = clock.instant();
        var notice = new Escalation(call, rung, assignee, ticket.teamId(), true, now);
        notice.isNotice();
        entities.persist(notice);
        tickets.record(
                ticket.id(),
                Fact.of(Action.ESCALATED).because("Critical priority").internally(),
                Actor.SYSTEM);
        var recipients = new ArrayList<>(rung.recipients());
        path.leadOf(ticket).filter(lead -> !recipients.contains(lead)).ifPresent(recipients::add);
        tell(call, notice, recipients);
        return notice;
    }

    @Transactional(readOnly = true)
    public boolean isAnnounced(UUID ticketId) {
        return entities.createQuery(
                                "select count(*) from Escalation where ticketId = :ticket and trigger = :critical",
                                Long.class)
                        .setParameter("ticket", ticketId)
                        .setParameter("critical", Trigger.CRITICAL_PRIORITY)
                        .getSingleResult()
                > 0;
    }

    /** An escalation at the top that was acknowledged does not wait any more: the next call writes a new row. */
    private static boolean waitsAtTheTop(Escalation open) {
        return open.level() == Rung.TOP && open.acknowledgedBy() == null;
    }

    private Escalation tellTopAgain(Escalation open, Call call) {
        open.toldAgain(call.acknowledgeBy(), call.handOver());
        tell(call, open, directory.withRole(open.toRole()));
        return open;
    }

    /** Whether the top level was called and has not acknowledged: no level is above it, so the next call tells the same people again. */
    @Transactional(readOnly = true)
    public boolean callsTheTop(UUID ticketId) {
        return open(ticketId).filter(Escalations::waitsAtTheTop).isPresent();
    }

    /** Whether the top of the path was told {@link #TOLD_AT_FULL_PACE} times and is from now on told once a day. */
    @Transactional(readOnly = true)
    public boolean isToldOften(UUID ticketId) {
        return open(ticketId)
                .filter(open -> waitsAtTheTop(open) && open.timesTold() >= TOLD_AT_FULL_PACE)
                .isPresent();
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

    /**
     * A person asks for help: the ticket moves to ESCALATED with the reason. If it is there already, the next level is called at once.
     *
     * @param asOfLevel the level that the caller has seen; 409 {@code ALREADY_ESCALATED} if the ticket is at a higher one, so that two people who ask at the
     * same time cause one call
     */
    public Escalation escalate(
            String ref, String reason, @Nullable Integer asOfLevel, @Nullable String ifMatch, Actor by) {
        var ticket = desk.locked(ref, by);
        desk.checkStaff(by);
        ETags.requireMatch(ifMatch, ticket.version());
        if (asOfLevel != null && ticket.escalationLevel() > asOfLevel) {
            throw new ConflictException(
                    "ALREADY_ESCALATED",
                    "%s is at level %d already.".formatted(ticket.number(), ticket.escalationLevel()),
                    Map.of("level", ticket.escalationLevel()));
        }
        if (ticket.status() == TicketStatus.ESCALATED) {
            var caller = directory.person(Objects.requireNonNull(by.userId()));
            desk.callNextLevel(ticket.id(), reason, mayAcknowledge(ticket, caller), by);
        } else {
            desk.move(ref, Wish.status(TicketStatus.ESCALATED), MoveDetails.comment(reason), null, by);
        }
        return open(ticket.id()).orElseThrow();
    }

    /**
     * A person acknowledges an escalation. A ticket in ESCALATED moves to IN_PROGRESS; a ticket in another state stays there. This stops further calls, not the
     * clocks.
     *
     * @throws ConflictException when another person has acknowledged already, whom the message names, or when the escalation waits for no acknowledgement
     */
    public Escalation acknowledge(UUID escalationId, @Nullable String comment, Actor by) {
        var called = find(escalationId);
        var ticket = desk.locked(called.ticketId().toString(), by);
        desk.checkStaff(by);
        entities.refresh(called);
        checkWaits(called);
        var person = directory.person(Objects.requireNonNull(by.userId()));
        if (!called.mayBeAcknowledgedBy(person, ticket.assigneeId())) {
            throw notYours(ticket, called);
        }
        if (comment != null && !VisibleText.isMissing(comment)) {
            conversation.say(ticket.number(), comment, Visibility.INTERNAL, null, by);
        }
        if (ticket.status() == TicketStatus.ESCALATED) {
            desk.move(ticket.number(), Wish.status(TicketStatus.IN_PROGRESS), MoveDetails.NONE, null, by);
        } else {
            take(called, ticket, person, ticket.assigneeId() == null, by);
        }
        return called;
    }

    /** Blanks a redacted text in the reasons of escalations. */
    @EventListener
    void on(TicketEvent.Redacted redacted) {
        entities.createQuery(
                        "update versioned Escalation set reason = null where ticketId = :ticket and reason in :texts")
                .setParameter("ticket", redacted.ticketId())
                .setParameter("texts", redacted.texts())
                .executeUpdate();
    }

    private void checkWaits(Escalation called) {
        if (called.acknowledgedBy() != null) {
            var first = directory.person(called.acknowledgedBy());
            throw new ConflictException(
                    "ALREADY_ACKNOWLEDGED",
                    "%s has acknowledged it already.".formatted(first.fullName()),
                    Map.of("acknowledgedBy", Map.of("id", first.id(), "fullName", first.fullName())));
        }
        if (called.state() != Escalation.State.OPEN) {
            throw new ConflictException(
                    "NOTHING_TO_ACKNOWLEDGE",
                    called.acknowledgeBy() == null
                            ? "This was only a notice."
                            : "A higher level was called since, or the ticket was solved.");
        }
    }

    private static ForbiddenException notYours(Ticket ticket, Escalation called) {
        return new ForbiddenException(
                "NOT_YOUR_ESCALATION",
                "%s was escalated to %s; only they may acknowledge it.".formatted(ticket.number(), called.toRole()));
    }

    private void take(Escalation called, Ticket ticket, Person person, boolean becomesAssignee, Actor by) {
        called.acknowledge(person.id(), clock.instant());
        tickets.record(ticket.id(), Fact.of(Action.ACKNOWLEDGED).internally(), by);
        if (becomesAssignee) {
            tickets.assign(ticket.id(), person.id(), null, null, by);
        }
        events.publishEvent(new EscalationEvent.Acknowledged(ticket.id(), called.id(), called(called), by));
    }

    /** Answers one escalation: 404 to a caller who may not see its ticket, 403 to a requester. */
    @Transactional(readOnly = true)
    public Escalation read(UUID escalationId, Actor by) {
        var found = find(escalationId);
        desk.read(found.ticketId().toString(), by);
        desk.checkStaff(by);
        return found;
    }

    private Escalation find(UUID id) {
        return Optional.ofNullable(entities.find(Escalation.class, id)).orElseThrow(() -> noSuchEscalation(id));
    }

    public static NotFoundException noSuchEscalation(UUID id) {
        return new NotFoundException("ESCALATION_NOT_FOUND", "There is no escalation %s.".formatted(id));
    }

    /** All escalations of a ticket, oldest first. */
    @Transactional(readOnly = true)
    public List<Escalation> of(String ref, Actor by) {
        var ticket = desk.read(ref, by);
        desk.checkStaff(by);
        return entities.createQuery("from Escalation where ticketId = :ticket order by raisedAt, id", Escalation.class)
                .setParameter("ticket", ticket.id())
                .getResultList();
    }

    /** The escalations that match the query, newest first. */
    @Transactional(readOnly = true)
    public CursorList<Escalation> list(EscalationQuery query, Actor by) {
        desk.checkStaff(by);
        var caller = directory.person(Objects.requireNonNull(by.userId()));
        return finder.find(query, caller);
    }

    /** Counts what caused escalations, and how quickly they were acknowledged. */
    @Transactional(readOnly = true)
    public EscalationFigures figures(Actor by) {
        desk.checkStaff(by);
        return finder.figures();
    }

    /** The ticket's open escalation, if there is one. */
    @Transactional(readOnly = true)
    public Optional<Escalation> open(UUID ticketId) {
        return entities.createQuery("from Escalation where ticketId = :ticket and closedAt is null", Escalation.class)
                .setParameter("ticket", ticketId)
                .getResultStream()
                .findFirst();
    }

    /** Whether this person may acknowledge by moving the ticket out of ESCALATED. */
    @Transactional(readOnly = true)
    public boolean mayAcknowledge(Ticket ticket, Person person) {
        return open(ticket.id())
                .map(open -> open.mayBeAcknowledgedBy(person, ticket.assigneeId()))
                .orElse(true);
    }

    /**
     * Whether this person may move the ticket from ESCALATED to the given status. The assignee may resolve it or ask the requester without having been called.
     */
    @Transactional(readOnly = true)
    public boolean mayLeave(Ticket ticket, Person person, TicketStatus to) {
        return mayAcknowledge(ticket, person)
                || (to != TicketStatus.IN_PROGRESS && person.id().equals(ticket.assigneeId()));
    }

    /**
     * Acknowledges the open escalation because a person has moved the ticket out of ESCALATED. If the ticket was handed over and goes to IN_PROGRESS, this
     * person becomes its assignee.
     *
     * @throws ForbiddenException when this person was not called and may not move the ticket
     */
    @EventListener
    void on(TicketEvent.StepTaken step) {
        if (step.from() == TicketStatus.ESCALATED) {
            acknowledgeByLeaving(step.ticketId(), step.to(), step.by());
        }
    }

    private void acknowledgeByLeaving(UUID ticketId, TicketStatus to, Actor by) {
        var open = open(ticketId).orElse(null);
        if (open == null || open.acknowledgedBy() != null || by.userId() == null) {
            return;
        }
        var ticket = tickets.locked(ticketId);
        var person = directory.person(by.userId());
        if (!mayLeave(ticket, person, to)) {
            throw notYours(ticket, open);
        }
        var takesOn = to == TicketStatus.IN_PROGRESS && (open.handedOver() || ticket.assigneeId() == null);
        take(open, ticket, person, takesOn, by);
    }

    private List<UUID> called(Escalation open) {
        return open.targetId() == null
                ? directory.withRole(open.toRole()).stream().map(Person::id).toList()
                : List.of(open.targetId());
    }

    /**
     * Until when no further level is called for a late ticket. Before the acknowledgement: the time that the called level has to acknowledge. After it: that
     * time again, counted from the last activity of staff on the ticket. Empty when there is no open escalation.
     *
     * @param patience answers when the time that a level has is over, for the instant at which it begins
     */
    @Transactional(readOnly = true)
    public Optional<Instant> quietUntil(Ticket ticket, UnaryOperator<Instant> patience) {
        return open(ticket.id())
                .map(open -> open.acknowledgedAt() == null
                        ? open.acknowledgeBy()
                        : patience.apply(latest(open.acknowledgedAt(), ticket.lastActivityAt())));
    }

    private static Instant latest(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }

    /** Closes the open escalation of a ticket that is resolved or closed. */
    @EventListener
    void on(TicketEvent.Moved moved) {
        if (moved.to() == TicketStatus.RESOLVED || moved.to() == TicketStatus.CLOSED) {
            open(moved.ticketId()).ifPresent(open -> open.close(moved.at()));
        }
    }
}
