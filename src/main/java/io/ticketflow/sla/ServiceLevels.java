package io.ticketflow.sla;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Deadlines;
import io.ticketflow.ticket.HistoryEntry.Fact;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Starts, stops and checks the clocks of tickets. Timers in the model ask this class when to fire. When one fires, this class decides whether anything has to
 * be done, so a timer that fires too late does nothing.
 */
@Component
@Transactional
public class ServiceLevels implements Deadlines {

    /** A date far in the future, because a timer cannot be set to never. */
    public static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    private final Clocks clocks;
    private final Projection tickets;
    private final ApplicationEventPublisher events;
    private final SlaMetrics metrics;
    private final Clock clock;

    ServiceLevels(
            Clocks clocks, Projection tickets, ApplicationEventPublisher events, SlaMetrics metrics, Clock clock) {
        this.clocks = clocks;
        this.tickets = tickets;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Runs before the listeners that tell people what is promised. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @EventListener
    void on(TicketEvent.Opened opened) {
        var terms = clocks.termsFor(opened.priority(), opened.category());
        for (var kind : ClockKind.values()) {
            var started = clocks.add(new SlaClock(opened.ticketId(), kind, terms, opened.at()));
            clocks.log(started, ClockEvent.Type.STARTED, opened.at(), null);
        }
        showOnTicket(opened.ticketId());
    }

    /** Copies the clocks' results to the ticket's row, because lists of tickets filter and sort by them. */
    private void showOnTicket(UUID ticketId) {
        var both = clocks.of(ticketId);
        var nextDueAt = both.values().stream()
                .filter(each -> !each.isOver())
                .map(SlaClock::dueAt)
                .min(Instant::compareTo)
                .orElse(null);
        tickets.promised(
                ticketId,
                nextDueAt,
                clockOf(ticketId, ClockKind.RESPONSE).isBreached(),
                clockOf(ticketId, ClockKind.RESOLUTION).isBreached());
    }

    /** Runs before the listener that gives the open task the deadline of the next clock. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @EventListener
    void on(TicketEvent.Responded responded) {
        meet(clockOf(responded.ticketId(), ClockKind.RESPONSE), responded.at());
        showOnTicket(responded.ticketId());
    }

    @EventListener
    void on(TicketEvent.Moved moved) {
        if (moved.to() == TicketStatus.CLOSED) {
            clocks.of(moved.ticketId()).values().forEach(each -> {
                noteIfLate(each, moved.at());
                if (each.stop(clocks.terms(each), moved.at())) {
                    clocks.log(each, ClockEvent.Type.STOPPED, moved.at(), null);
                }
            });
        } else if (moved.to() == TicketStatus.RESOLVED) {
            meet(clockOf(moved.ticketId(), ClockKind.RESOLUTION), moved.at());
        } else if (moved.to() == TicketStatus.PENDING_INFO) {
            var resolution = clockOf(moved.ticketId(), ClockKind.RESOLUTION);
            noteIfLate(resolution, moved.at());
            if (resolution.pause(clocks.terms(resolution), moved.at())) {
                clocks.log(resolution, ClockEvent.Type.PAUSED, moved.at(), null);
            }
        }
        showOnTicket(moved.ticketId());
    }

    private void meet(SlaClock met, Instant at) {
        noteIfLate(met, at);
        if (met.meet(clocks.terms(met), at)) {
            clocks.log(met, ClockEvent.Type.MET, at, null);
        }
    }

    @EventListener
    void on(TicketEvent.Reclassified changed) {
        var terms = clocks.termsFor(changed.to(), changed.category());
        var raised = changed.to().compareTo(changed.from()) < 0;
        clocks.of(changed.ticketId()).values().forEach(each -> {
            noteIfLate(each, changed.at());
            var former = clocks.terms(each);
            var consumed =
                    former.hours().sameAs(terms.hours()) ? each.consumed() : clocks.consumed(each, terms.hours());
            if (each.retarget(former, terms, raised, consumed, changed.at())) {
                var policy = terms.policy();
                clocks.log(
                        each,
                        ClockEvent.Type.RETARGETED,
                        changed.at(),
                        "%s, version %d".formatted(policy.name(), policy.version()));
            }
        });
        showOnTicket(changed.ticketId());
    }

    /** The promise to the requester of a merged ticket goes on: the earlier of both deadlines counts, and the more urgent policy. */
    @EventListener
    void on(TicketEvent.TookOver merged) {
        var mine = clocks.of(merged.ticketId());
        if (merged.goesOn()) {
            // At the same instant, so that the deadline is not later than the one that was promised.
            resume(merged.ticketId(), merged.at());
        }
        clocks.of(merged.duplicateId()).forEach((kind, theirs) -> {
            var own = Objects.requireNonNull(mine.get(kind));
            var isDone = kind == ClockKind.RESPONSE && own.isOver();
            if (!theirs.isOver() && !isDone) {
                takeOver(own, theirs, merged.at());
            }
        });
        showOnTicket(merged.ticketId());
    }

    private void takeOver(SlaClock mine, SlaClock theirs, Instant at) {
        noteIfLate(theirs, at);
        noteIfLate(mine, at);
        mine.takeOver(clocks.terms(mine), theirs, clocks.terms(theirs), hours -> clocks.consumed(mine, hours), at)
                .map(Terms::policy)
                .ifPresent(policy -> clocks.log(
                        mine,
                        ClockEvent.Type.RETARGETED,
                        at,
                        "%s, version %d, with the promise for a merged ticket"
                                .formatted(policy.name(), policy.version())));
    }

    /**
     * Resumes a paused resolution clock because the ticket has entered a state in which it runs. The task listeners that compute timer dates call it, because
     * the engine asks for the dates of a scope's timers before it calls any listener of the scope.
     */
    public void resume(UUID ticketId) {
        resume(ticketId, clock.instant());
    }

    private void resume(UUID ticketId, Instant now) {
        var resolution = clockOf(ticketId, ClockKind.RESOLUTION);
        if (resolution.resume(clocks.terms(resolution), now)) {
            clocks.log(resolution, ClockEvent.Type.RESUMED, now, null);
            showOnTicket(ticketId);
        }
    }

    /** Whether the clock has been met or stopped. */
    @Transactional(readOnly = true)
    public boolean isOver(UUID ticketId, ClockKind kind) {
        return clockOf(ticketId, kind).isOver();
    }

    @Transactional(readOnly = true)
    public boolean isRunning(UUID ticketId, ClockKind kind) {
        return clockOf(ticketId, kind).isRunning();
    }

    @Transactional(readOnly = true)
    public boolean isBreached(UUID ticketId, ClockKind kind) {
        return clockOf(ticketId, kind).isBreached();
    }

    /** When to warn that the deadline is near; after the warning the deadline itself, at which {@link #warn} does nothing. */
    @Transactional(readOnly = true)
    public Instant warningAt(UUID ticketId, ClockKind kind) {
        var asked = clockOf(ticketId, kind);
        if (asked.isOver() || asked.isBreached()) {
            return NEVER;
        }
        return asked.isWarned() ? asked.dueAt() : asked.warnAt();
    }

    /** Whether a warning will still be sent. */
    @Transactional(readOnly = true)
    public boolean isToBeWarned(UUID ticketId, ClockKind kind) {
        var asked = clockOf(ticketId, kind);
        return !asked.isOver()
                && !asked.isBreached()
                && !asked.isWarned()
                && clock.instant().isBefore(asked.dueAt());
    }

    /** The deadline of the first response; {@link #NEVER} once the response was given or its breach is recorded. */
    @Transactional(readOnly = true)
    public Instant responseDueAt(UUID ticketId) {
        var response = clockOf(ticketId, ClockKind.RESPONSE);
        return response.isOver() || response.isBreached() ? NEVER : response.dueAt();
    }

    /**
     * The next instant, strictly after now, at which a late solution causes a call: the deadline, and then each time that the clock has run for another {@link
     * #escalateAfter} after it.
     */
    @Transactional(readOnly = true)
    public Instant nextRungAt(UUID ticketId) {
        var resolution = clockOf(ticketId, ClockKind.RESOLUTION);
        if (resolution.isOver()) {
            return NEVER;
        }
        var now = clock.instant();
        if (!resolution.isBreached() || !resolution.isRunning()) {
            return resolution.isLate(now) ? now.plusSeconds(1) : resolution.dueAt();
        }
        var terms = clocks.terms(resolution);
        return resolution.lateBy(interval(terms).multipliedBy(rungsPassed(resolution, terms, now) + 1), terms);
    }

    /** The latest instant, not after now, at which a late solution had to cause a call. */
    @Transactional(readOnly = true)
    public Instant lastRungAt(UUID ticketId) {
        var resolution = clockOf(ticketId, ClockKind.RESOLUTION);
        var terms = clocks.terms(resolution);
        var passed = rungsPassed(resolution, terms, clock.instant());
        return passed == 0
                ? resolution.dueAt()
                : resolution.lateBy(interval(terms).multipliedBy(passed), terms);
    }

    private static long rungsPassed(SlaClock late, Terms terms, Instant now) {
        var lateness = late.left(terms, now).negated();
        return lateness.isNegative() ? 0 : lateness.dividedBy(interval(terms));
    }

    private static Duration interval(Terms terms) {
        return terms.policy().escalateAfter();
    }

    /** The deadline of this clock, also when it has passed. */
    @Transactional(readOnly = true)
    public Instant dueAt(UUID ticketId, ClockKind kind) {
        return clockOf(ticketId, kind).dueAt();
    }

    /** Sends the warning unless the clock is over, late or already warned. Locks the ticket first, as every change to a ticket does. */
    public void warn(UUID ticketId, ClockKind kind) {
        tickets.locked(ticketId);
        var now = clock.instant();
        var late = clockOf(ticketId, kind);
        if (late.warn(now)) {
            metrics.rang(kind, late.warnAt(), now);
            clocks.log(late, ClockEvent.Type.WARNED, now, null);
            tickets.record(
                    ticketId, Fact.changed(Action.SLA_WARNED, "sla", null, kind).internally(), Actor.SYSTEM);
            events.publishEvent(new SlaEvent.Warned(ticketId, kind, late.dueAt()));
        }
    }

    /** Records a breach once. Answers whether this call recorded it. */
    public boolean breach(UUID ticketId, ClockKind kind) {
        tickets.locked(ticketId);
        var now = clock.instant();
        var late = clockOf(ticketId, kind);
        var news = noteIfLate(late, now);
        if (news) {
            metrics.rang(kind, late.dueAt(), now);
            showOnTicket(ticketId);
        }
        return news;
    }

    /**
     * Records a breach that the timer has not found yet. A promise is broken at its deadline. So each change to a clock after its deadline calls this first,
     * and no answer, change of priority or closing that comes before the timer hides the breach.
     */
    private boolean noteIfLate(SlaClock late, Instant now) {
        if (!late.breach(now)) {
            return false;
        }
        clocks.log(late, ClockEvent.Type.BREACHED, now, null);
        var fact = Fact.changed(Action.SLA_BREACHED, "sla", null, late.kind()).internally();
        tickets.record(late.ticketId(), fact, Actor.SYSTEM);
        metrics.breached(late.kind(), clocks.terms(late).policy());
        events.publishEvent(new SlaEvent.Breached(late.ticketId(), late.kind(), late.dueAt()));
        return true;
    }

    /** The instant at which this much working time has passed since another instant, by the calendar of the ticket's policy. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Instant after(UUID ticketId, Instant since, Duration work) {
        return clocks.terms(clockOf(ticketId, ClockKind.RESOLUTION)).hours().after(since, work);
    }

    /** Business hours in one version. */
    public record CalendarVersion(UUID id, int version) {}

    @Transactional(propagation = Propagation.SUPPORTS)
    public WorkingHours hoursOf(CalendarVersion calendar) {
        return clocks.hours(new BusinessCalendar.Key(calendar.id(), calendar.version()));
    }

    /** How long a level has to acknowledge an escalation of this ticket before the next one is called. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Duration escalateAfter(UUID ticketId) {
        return interval(clocks.terms(clockOf(ticketId, ClockKind.RESOLUTION)));
    }

    /** The clock whose deadline comes next, or has passed, of those that are neither met nor stopped; a running one comes before a paused one. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Optional<NextDeadline> next(UUID ticketId) {
        return clocks.of(ticketId).values().stream()
                .filter(each -> !each.isOver())
                .min(Comparator.comparing((SlaClock each) -> !each.isRunning()).thenComparing(SlaClock::dueAt))
                .map(each -> new NextDeadline(
                        each.kind(), each.dueAt(), each.isRunning(), each.left(clocks.terms(each), clock.instant())));
    }

    /**
     * The deadline of one clock.
     *
     * @param dueAt while the clock is paused, the last one
     * @param left in working time, negative when late
     */
    public record NextDeadline(ClockKind kind, Instant dueAt, boolean isRunning, Duration left) {}

    /** Loads the clocks of many tickets in one statement, for a transaction that will ask for each of them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void readAhead(Collection<UUID> ticketIds) {
        clocks.of(ticketIds);
    }

    @Override
    @Transactional(readOnly = true)
    public Map<UUID, TicketDeadlines> of(Collection<UUID> ticketIds) {
        var now = clock.instant();
        var byKind = new HashMap<UUID, Map<ClockKind, Deadline>>();
        for (var each : clocks.of(ticketIds)) {
            byKind.computeIfAbsent(each.ticketId(), id -> new HashMap<>())
                    .put(each.kind(), each.deadline(clocks.terms(each), now));
        }
        var deadlines = new HashMap<UUID, TicketDeadlines>();
        byKind.forEach((id, kinds) -> deadlines.put(
                id,
                new TicketDeadlines(
                        Objects.requireNonNull(kinds.get(ClockKind.RESPONSE)),
                        Objects.requireNonNull(kinds.get(ClockKind.RESOLUTION)))));
        return deadlines;
    }

    /** The deadlines of a ticket that would be submitted at this instant. */
    @Transactional(readOnly = true)
    public Preview preview(Priority priority, Category category, Instant createdAt) {
        return preview(clocks.termsFor(priority, category), createdAt);
    }

    /**
     * The promises for a ticket that would be submitted at this instant, by priority. For each priority the general promise comes first; those of single
     * categories follow, and count instead of it.
     */
    @Transactional(readOnly = true)
    public List<Preview> promises(Instant createdAt) {
        return clocks.currentTerms().stream()
                .map(terms -> preview(terms, createdAt))
                .toList();
    }

    private static Preview preview(Terms terms, Instant createdAt) {
        var nobody = new UUID(0, 0);
        var response = new SlaClock(nobody, ClockKind.RESPONSE, terms, createdAt);
        var resolution = new SlaClock(nobody, ClockKind.RESOLUTION, terms, createdAt);
        return new Preview(
                terms.policy(), response.warnAt(), response.dueAt(), resolution.warnAt(), resolution.dueAt());
    }

    /** The policy and the deadlines that a ticket would get. */
    public record Preview(
            SlaPolicy policy,
            Instant responseWarnAt,
            Instant responseDueAt,
            Instant resolutionWarnAt,
            Instant resolutionDueAt) {}

    /** The clocks of a ticket with their ledgers. */
    @Transactional(readOnly = true)
    public List<ClockView> view(UUID ticketId) {
        var now = clock.instant();
        var ledger = clocks.ledger(ticketId).stream().collect(Collectors.groupingBy(ClockEvent::kind));
        return Arrays.stream(ClockKind.values())
                .map(kind -> view(clockOf(ticketId, kind), ledger.getOrDefault(kind, List.of()), now))
                .toList();
    }

    private ClockView view(SlaClock shown, List<ClockEvent> ledger, Instant now) {
        var terms = clocks.terms(shown);
        var pausedSince = shown.isRunning() || shown.isOver()
                ? null
                : ledger.stream()
                        .filter(line -> line.type() == ClockEvent.Type.PAUSED)
                        .map(ClockEvent::at)
                        .reduce((former, later) -> later)
                        .orElse(null);
        return new ClockView(
                shown.kind(),
                terms.policy(),
                shown.deadline(terms, now),
                shown.target(),
                shown.startedAt(),
                shown.used(terms, now),
                pausedSince,
                ledger);
    }

    /**
     * The state of a clock.
     *
     * @param consumed the working time used up until now
     * @param events its ledger, oldest first
     */
    public record ClockView(
            ClockKind kind,
            SlaPolicy policy,
            Deadline deadline,
            Duration target,
            Instant startedAt,
            Duration consumed,
            @Nullable Instant pausedSince,
            List<ClockEvent> events) {

        public ClockView {
            events = List.copyOf(events);
        }
    }

    /** Running clocks that are not late yet, the nearest deadline first. */
    @Transactional(readOnly = true)
    public CursorList<AtRisk> atRisk(Slice slice) {
        var now = clock.instant();
        return clocks.atRisk(slice)
                .map(each -> new AtRisk(
                        each.ticketId(),
                        each.kind(),
                        each.dueAt(),
                        each.left(clocks.terms(each), now).toSeconds()));
    }

    /**
     * A promise that can still be kept.
     *
     * @param remainingSeconds in working time
     */
    public record AtRisk(UUID ticketId, ClockKind clock, Instant dueAt, long remainingSeconds) {}

    private SlaClock clockOf(UUID ticketId, ClockKind kind) {
        return Objects.requireNonNull(clocks.of(ticketId).get(kind), "every ticket has both clocks");
    }
}
