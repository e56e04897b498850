package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CountedCache;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.ticket.HistoryEntry.Fact;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The entry for the engine: writes what its listeners report to the ticket's row, whatever door the act came through. It runs in the transaction of the move,
 * so row and process instance are saved together or not at all. Other modules write their facts about a ticket here, too.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Projection {

    private final Tickets tickets;
    private final History history;
    private final Comments comments;
    private final Requesters requesters;
    private final Directory directory;
    private final EntityManager entities;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Cache<String, UUID> idsByNumber =
            CountedCache.of("tickets.by-number", Caffeine.newBuilder().maximumSize(50_000));

    Projection(
            Tickets tickets,
            History history,
            Comments comments,
            Requesters requesters,
            Directory directory,
            EntityManager entities,
            ApplicationEventPublisher events,
            Clock clock) {
        this.tickets = tickets;
        this.history = history;
        this.comments = comments;
        this.requesters = requesters;
        this.directory = directory;
        this.entities = entities;
        this.events = events;
        this.clock = clock;
    }

    /** The ticket; locks its row until the transaction ends. */
    public Ticket locked(UUID ticketId) {
        return find(ticketId).orElseThrow(() -> new NotFoundException("TICKET_NOT_FOUND", "There is no such ticket."));
    }

    /** The id of the ticket with this number. Neither ever changes, so the id is cached. */
    public Optional<UUID> idOf(String number) {
        return Optional.ofNullable(idsByNumber.getIfPresent(number)).or(() -> {
            var id = tickets.idOf(Ticket.sequenceOf(number));
            id.ifPresent(found -> idsByNumber.put(number, found));
            return id;
        });
    }

    /** Tickets that are not closed, in the order of their ids. */
    public List<Ticket> open(@Nullable UUID after, int limit) {
        return tickets.open(after == null ? new UUID(0, 0) : after, Limit.of(limit));
    }

    /** The existing tickets with these numbers. */
    public List<Ticket> numbered(Collection<String> numbers) {
        return tickets.numbered(numbers.stream().map(Ticket::sequenceOf).toList());
    }

    private Optional<Ticket> find(UUID ticketId) {
        return Optional.ofNullable(entities.find(Ticket.class, ticketId, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * A person or the system takes a step: checks it with the rules once, carries out its effects, and then publishes the event.
     *
     * @param ticket the locked ticket
     * @param offered the steps that the model version of the ticket offers at its stage
     * @throws ProblemException when {@link StepRules} refuse the step
     */
    public Transition leave(Ticket ticket, List<Transition> offered, Step step, Actor by) {
        var from = ticket.status();
        var person = by.userId() == null ? null : directory.person(by.userId());
        var chosen = StepRules.chosen(ticket, offered, step, person, requesters.isSecond(person, ticket));
        carryOut(ticket, chosen, step.details(), person, by);
        tickets.save(ticket);
        // Published here and not by the ticket itself, because listeners of the event change the ticket.
        events.publishEvent(new TicketEvent.StepTaken(ticket.id(), from, chosen.status(), by));
        return chosen;
    }

    private void carryOut(Ticket ticket, Transition chosen, MoveDetails details, @Nullable Person person, Actor by) {
        var now = clock.instant();
        var to = chosen.status();
        if (person != null && person.isStaff()) {
            ticket.staffActed(now);
            if ((ticket.status() == OPEN || ticket.status() == ESCALATED) && !Rights.isRequester(person, ticket)) {
                ticket.respond(by, now);
            }
        }
        var former = Resolution.of(ticket);
        if (to == RESOLVED && ticket.status() != RESOLVED) {
            ticket.offerResolution(details.resolutionCode(), details.resolution());
        } else if (StepRules.closesUnworked(ticket.status(), to)) {
            ticket.offerResolution(details.resolutionCode(), null);
        }
        recordResolution(ticket, former, by);
        if (ticket.status() == NEW && to == OPEN && details.assigneeId() != null) {
            assign(ticket, workable(details.assigneeId()).id(), null, null, by);
        } else if (ticket.status() == IN_PROGRESS && to == OPEN) {
            assign(ticket, null, null, null, by);
        } else if (to == IN_PROGRESS && ticket.assigneeId() == null && person != null && person.isStaff()) {
            assign(ticket, person.id(), null, null, by);
        }
        ticket.leaves(chosen, details.comment());
        // A reason for an escalation by staff is for staff only, and is stored in the escalation. When a rejection
        // leads to ESCALATED, its reason is the requester's own.
        var forStaffOnly = to == ESCALATED && ticket.status() != RESOLVED;
        // The system's words are a reason, and no comment.
        if (details.comment() != null && VisibleText.is(details.comment()) && !forStaffOnly && person != null) {
            var said = comments.add(ticket, details.comment(), Visibility.PUBLIC, null, by);
            if (to == PENDING_INFO) {
                ticket.asks(said);
            }
        }
    }

    private Person workable(UUID assigneeId) {
        return directory
                .find(assigneeId)
                .filter(person -> person.active() && person.isStaff())
                .orElseThrow(() -> InvalidException.field("assigneeId", "is not a person who can work on tickets"));
    }

    /** A state task has begun: writes its status and stage to the row. */
    public Ticket entered(UUID ticketId, Standing standing, String taskId, Actor by) {
        var ticket = locked(ticketId);
        return stands(ticket, by, () -> ticket.entered(standing, taskId, by, clock.instant()));
    }

    /** Changes the ticket's status or stage, and records the difference. */
    private Ticket stands(Ticket ticket, Actor by, Supplier<@Nullable String> change) {
        var from = ticket.status();
        var formerStage = ticket.stage();
        var former = Resolution.of(ticket);
        var reason = change.get();
        var stage = ticket.stage();
        if (from != ticket.status()) {
            history.record(
                    ticket,
                    Fact.changed(Action.STATUS_CHANGED, "status", from, ticket.status())
                            .because(reason),
                    by);
        } else if (formerStage != null && stage != null && !formerStage.equals(stage)) {
            history.record(ticket, Fact.changed(Action.FIELD_CHANGED, "stage", formerStage.name(), stage.name()), by);
        }
        recordResolution(ticket, former, by);
        return tickets.save(ticket);
    }

    /** The resolution of a ticket before an act that may change it. */
    private record Resolution(
            @Nullable ResolutionCode code, @Nullable String text) {
        static Resolution of(Ticket ticket) {
            return new Resolution(ticket.resolutionCode(), ticket.resolution());
        }
    }

    private void recordResolution(Ticket ticket, Resolution former, Actor by) {
        if (former.code() != ticket.resolutionCode()) {
            history.record(
                    ticket,
                    Fact.changed(Action.FIELD_CHANGED, "resolutionCode", former.code(), ticket.resolutionCode()),
                    by);
        }
        if (!Objects.equals(former.text(), ticket.resolution())) {
            history.record(
                    ticket, Fact.changed(Action.FIELD_CHANGED, "resolution", former.text(), ticket.resolution()), by);
        }
    }

    /**
     * The ticket's instance was migrated to another version of the model.
     *
     * @param versions answers the name of a definition's version for the history
     */
    public void migrated(UUID ticketId, String definitionId, UnaryOperator<String> versions, Actor by) {
        var ticket = locked(ticketId);
        var former = Objects.requireNonNull(ticket.processDefinitionId());
        ticket.follows(definitionId);
        tickets.save(ticket);
        var change =
                Fact.changed(Action.FIELD_CHANGED, "process", versions.apply(former), versions.apply(definitionId));
        history.record(ticket, change.internally(), by);
    }

    /** The open state task has another meaning in the version to which the instance was migrated. */
    public Ticket restaged(UUID ticketId, Standing standing, Actor by) {
        var ticket = locked(ticketId);
        ticket.moving("The process was migrated to another version.");
        return stands(ticket, by, () -> ticket.standsAt(standing, by, clock.instant()));
    }

    /** A timer, a hand-over or an operator has cancelled the state task. */
    public void stateTaskCancelled(UUID ticketId, String taskId) {
        find(ticketId).ifPresent(ticket -> {
            ticket.stateTaskEnded(taskId);
            tickets.save(ticket);
        });
    }

    public void extraTaskBegan(UUID ticketId, OpenTask task) {
        var ticket = locked(ticketId);
        ticket.extraTaskBegan(task);
        tickets.save(ticket);
    }

    /** Answers the step that was chosen before the extra task began; null when there was none, or the ticket was deleted. */
    public @Nullable String extraTaskEnded(UUID ticketId, String id) {
        var held = find(ticketId);
        held.ifPresent(ticket -> {
            ticket.extraTaskEnded(id);
            tickets.save(ticket);
        });
        return held.map(Ticket::chosenStep).orElse(null);
    }

    /**
     * An instance has ended; if it is the ticket's own, the ticket is closed.
     *
     * @param cancelled whether it did not reach an end event because an operator deleted it
     */
    public void ended(UUID ticketId, String instanceId, boolean cancelled, @Nullable String reason, Actor by) {
        find(ticketId).filter(ticket -> isRunningAs(ticket, instanceId)).ifPresent(ticket -> {
            var from = ticket.status();
            var former = Resolution.of(ticket);
            var said = ticket.closed(cancelled ? ResolutionCode.CANCELLED : null, reason, by, clock.instant());
            recordResolution(ticket, former, by);
            history.record(
                    ticket,
                    Fact.changed(Action.STATUS_CHANGED, "status", from, TicketStatus.CLOSED)
                            .because(said),
                    by);
            tickets.save(ticket);
        });
    }

    private static boolean isRunningAs(Ticket ticket, String instanceId) {
        return instanceId.equals(ticket.processInstanceId()) && ticket.status() != TicketStatus.CLOSED;
    }

    /** The requester did not answer: resolves the ticket with NO_ANSWER. */
    public void gaveUpWaiting(UUID ticketId, Actor by) {
        var ticket = locked(ticketId);
        var former = Resolution.of(ticket);
        ticket.offerResolution(ResolutionCode.NO_ANSWER, "The question was not answered in time.");
        recordResolution(ticket, former, by);
        ticket.moving("The requester did not answer.");
        tickets.save(ticket);
    }

    public void remind(UUID ticketId, Actor by) {
        var ticket = locked(ticketId);
        ticket.reminded(by);
        tickets.save(ticket);
    }

    /**
     * Assigns the ticket to a person or to a team's queue (assignee null).
     *
     * @param teamId null keeps the team
     * @return whether anything changed
     */
    public boolean assign(
            UUID ticketId, @Nullable UUID assigneeId, @Nullable UUID teamId, @Nullable String reason, Actor by) {
        var ticket = locked(ticketId);
        var changed = assign(ticket, assigneeId, teamId, reason, by);
        tickets.save(ticket);
        return changed;
    }

    boolean assign(Ticket ticket, @Nullable UUID assigneeId, @Nullable UUID teamId, @Nullable String reason, Actor by) {
        var formerTeam = ticket.teamId();
        var former = ticket.assigneeId();
        var changed = ticket.assign(assigneeId, teamId, by, clock.instant());
        if (teamId != null && !teamId.equals(formerTeam)) {
            history.record(
                    ticket,
                    Fact.changed(Action.ASSIGNED, "team", nameOfTeam(formerTeam), nameOfTeam(teamId))
                            .because(reason),
                    by);
        }
        if (changed) {
            history.record(
                    ticket,
                    Fact.changed(Action.ASSIGNED, "assignee", handle(former), handle(assigneeId))
                            .because(reason),
                    by);
        }
        return changed;
    }

    private @Nullable String handle(@Nullable UUID person) {
        return person == null ? null : directory.person(person).handle();
    }

    private @Nullable String nameOfTeam(@Nullable UUID team) {
        return team == null ? null : directory.team(team).name();
    }

    /** Records a fact about a ticket for another module. A listener of the ticket's own event may call it. */
    public void record(UUID ticketId, Fact fact, Actor by) {
        history.record(locked(ticketId), fact, by);
    }

    /** Stores the results of a ticket's clocks, so that lists can filter and sort by them. Called in the transaction that creates or changes the ticket. */
    public void promised(
            UUID ticketId, @Nullable Instant nextDueAt, boolean responseBreached, boolean resolutionBreached) {
        entities.find(Ticket.class, ticketId).promised(nextDueAt, responseBreached, resolutionBreached);
    }

    /** Records that the ticket was escalated to a level; levels only rise. */
    public void escalated(UUID ticketId, int level, Fact fact, Actor by) {
        var ticket = locked(ticketId);
        ticket.escalatedTo(level, clock.instant());
        history.record(ticket, fact, by);
        tickets.save(ticket);
    }
}
