package io.ticketflow.notification.notes;

import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Watching;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells people of the steps of a ticket, and what they have to do. */
@Component
class StepNotes {

    private final Teller teller;
    private final Watching watching;
    private final ServiceLevels promises;

    StepNotes(Teller teller, Watching watching, ServiceLevels promises) {
        this.teller = teller;
        this.watching = watching;
        this.promises = promises;
    }

    @EventListener
    void on(TicketEvent.Opened opened) {
        var ticket = teller.ticket(opened.ticketId());
        teller.tell(
                Note.about(ticket, Event.TICKET_CREATED, Message.TICKET_CREATED_WATCHER, teller.by(opened.by()))
                        .to(opened.watchers()),
                opened.by());
        // Only this message also goes to the person who caused it.
        teller.tellAlsoTheirOwn(receipt(ticket, opened));
    }

    private Note receipt(Ticket ticket, TicketEvent.Opened opened) {
        var theirOwn = ticket.requesterId().equals(opened.by().userId());
        var due = Facts.none().instant(Fact.DUE, promises.dueAt(ticket.id(), ClockKind.RESPONSE));
        return (theirOwn
                        ? Note.about(ticket, Event.TICKET_CREATED, Message.TICKET_CREATED, due)
                        : Note.about(
                                ticket,
                                Event.TICKET_CREATED,
                                Message.TICKET_CREATED_FOR_YOU,
                                due.and(teller.by(opened.by()))))
                .to(ticket.requesterId());
    }

    @EventListener
    void on(TicketEvent.Assigned assigned) {
        var ticket = teller.ticket(assigned.ticketId());
        teller.tell(
                Note.about(
                                ticket,
                                Event.TICKET_ASSIGNED,
                                Message.TICKET_ASSIGNED,
                                teller.by(assigned.by())
                                        .code(Fact.PRIORITY, ticket.priority())
                                        .code(Fact.CATEGORY, ticket.category()))
                        .asking(hasBegun(ticket) ? Ask.GO_ON : Ask.ACCEPT)
                        .to(assigned.to()),
                assigned.by());
        teller.tell(
                Note.about(
                                ticket,
                                Event.TICKET_ASSIGNED,
                                Message.TICKET_ASSIGNED_AWAY,
                                teller.named(Fact.ASSIGNEE, assigned.to()))
                        .to(assigned.from()),
                assigned.by());
    }

    private static boolean hasBegun(Ticket ticket) {
        return switch (ticket.status()) {
            case NEW, OPEN, REOPENED -> false;
            default -> true;
        };
    }

    @EventListener
    void on(TicketEvent.Moved moved) {
        var ticket = teller.ticket(moved.ticketId());
        tellWatchers(ticket, moved);
        if (moved.from().isWaiting() && moved.to().isUnfinished() && moved.by().isSystem()) {
            teller.tell(goesOn(ticket, moved), moved.by());
        }
        if (moved.from() == TicketStatus.RESOLVED && moved.to() != TicketStatus.CLOSED) {
            teller.tell(reopened(ticket, moved), moved.by());
            return;
        }
        switch (moved.to()) {
            case IN_PROGRESS -> {
                if (moved.from() == TicketStatus.OPEN) {
                    teller.tell(begun(ticket, Message.STATUS_CHANGED_BEGUN).to(ticket.requesterId()), moved.by());
                }
            }
            case PENDING_INFO ->
                teller.tell(ticket.waitsForRequester() ? asked(ticket, moved) : waits(ticket, moved), moved.by());
            case RESOLVED -> teller.tell(solved(ticket, moved), moved.by());
            case CLOSED -> teller.tell(closed(ticket, moved), moved.by());
            default -> {}
        }
    }

    /** Called before the people who have to act are told, because the later note wins: a watcher who has to act is told what to do. */
    private void tellWatchers(Ticket ticket, TicketEvent.Moved moved) {
        var watchers = watching.watchersOf(ticket);
        if (!watchers.isEmpty()) {
            var note = toWatch(ticket, moved);
            if (note != null) {
                teller.tell(note.to(watchers), moved.by());
            }
        }
    }

    private @Nullable Note toWatch(Ticket ticket, TicketEvent.Moved moved) {
        if (moved.from() == TicketStatus.RESOLVED && moved.to() != TicketStatus.CLOSED) {
            return Note.about(ticket, Event.TICKET_REOPENED, Message.TICKET_REOPENED_WATCHER, rejected(moved));
        }
        return switch (moved.to()) {
            case IN_PROGRESS ->
                moved.from() == TicketStatus.OPEN ? begun(ticket, Message.STATUS_CHANGED_BEGUN_WATCHER) : null;
            case PENDING_INFO ->
                ticket.waitsForRequester()
                        ? Note.about(
                                ticket,
                                Event.INFO_REQUESTED,
                                Message.INFO_REQUESTED_WATCHER,
                                teller.said(moved.by(), moved.reason()))
                        : waits(ticket, moved);
            case RESOLVED ->
                Note.about(
                        ticket,
                        Event.RESOLUTION_PROPOSED,
                        Message.RESOLUTION_PROPOSED_WATCHER,
                        teller.said(moved.by(), ticket.resolution()));
            case CLOSED -> closing(ticket, moved);
            default -> null;
        };
    }

    private Note begun(Ticket ticket, Message message) {
        return Note.about(ticket, Event.STATUS_CHANGED, message, teller.named(Fact.ASSIGNEE, ticket.assigneeId()));
    }

    private Note asked(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(ticket, Event.INFO_REQUESTED, Message.INFO_REQUESTED, teller.said(moved.by(), moved.reason()))
                .with(teller.waitOf(ticket))
                .asking(Ask.ANSWER)
                .to(ticket.requesterId());
    }

    /** The ticket waits for a person other than the requester. The requester hears of it and has nothing to do. */
    private Note waits(Ticket ticket, TicketEvent.Moved moved) {
        var stage = ticket.stage();
        return Note.about(
                        ticket,
                        Event.STATUS_CHANGED,
                        Message.STATUS_CHANGED_WAITS,
                        teller.said(moved.by(), moved.reason()).text(Fact.STAGE, stage == null ? null : stage.name()))
                .to(ticket.requesterId());
    }

    private Note solved(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(
                        ticket,
                        Event.RESOLUTION_PROPOSED,
                        ticket.resolutionCode() == ResolutionCode.NO_ANSWER
                                ? Message.RESOLUTION_PROPOSED_NO_ANSWER
                                : Message.RESOLUTION_PROPOSED,
                        teller.said(moved.by(), ticket.resolution())
                                .and(teller.said(
                                        Fact.REMARK, moved.by(), moved.by().isSystem() ? null : moved.reason())))
                .with(teller.waitOf(ticket))
                .asking(Ask.CONFIRM)
                .to(ticket.requesterId());
    }

    private Note reopened(Ticket ticket, TicketEvent.Moved moved) {
        var goesUp = moved.to() == TicketStatus.ESCALATED;
        return Note.about(
                        ticket,
                        Event.TICKET_REOPENED,
                        goesUp ? Message.TICKET_REOPENED_ESCALATED : Message.TICKET_REOPENED,
                        rejected(moved))
                .asking(goesUp ? Ask.GO_ON : Ask.ACCEPT)
                .to(ticket.assigneeId());
    }

    private Facts rejected(TicketEvent.Moved moved) {
        return teller.by(moved.by()).and(teller.said(moved.by(), moved.reason()));
    }

    /** For the requester, who took no step: another ticket was merged into theirs. */
    private static Note goesOn(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(ticket, Event.STATUS_CHANGED, Message.STATUS_CHANGED_GOES_ON, Teller.quote(moved.reason()))
                .to(ticket.requesterId());
    }

    private Note closed(Ticket ticket, TicketEvent.Moved moved) {
        return closing(ticket, moved).to(ticket.requesterId(), ticket.assigneeId());
    }

    private Note closing(Ticket ticket, TicketEvent.Moved moved) {
        var byItself = moved.by().isSystem() && moved.from() == TicketStatus.RESOLVED;
        return Note.about(
                ticket,
                Event.TICKET_CLOSED,
                Message.TICKET_CLOSED,
                rejected(moved).flag(Fact.SILENCE, byItself).flag(Fact.MERGED, ticket.mergedIntoId() != null));
    }

    @EventListener
    void on(TicketEvent.Reminded reminded) {
        var ticket = teller.ticket(reminded.ticketId());
        teller.tell(
                Note.about(ticket, Event.INFO_REQUESTED, Message.INFO_REQUESTED_REMINDER, Facts.none())
                        .with(teller.waitOf(ticket))
                        .asking(Ask.REMEMBER)
                        .to(ticket.requesterId()),
                reminded.by());
    }

    @EventListener
    void on(TicketEvent.TookOver merged) {
        var ticket = teller.ticket(merged.ticketId());
        var duplicate = teller.ticket(merged.duplicateId());
        teller.tell(
                Note.about(
                                ticket,
                                Event.STATUS_CHANGED,
                                Message.STATUS_CHANGED_MERGED,
                                teller.by(merged.by())
                                        .code(Fact.OTHER_NUMBER, duplicate.number())
                                        .text(Fact.OTHER_TITLE, duplicate.title())
                                        .code(Fact.PRIORITY, ticket.priority())
                                        .instant(Fact.DUE, promises.dueAt(ticket.id(), ClockKind.RESOLUTION)))
                        .to(teller.workerOf(ticket))
                        .internally(),
                merged.by());
    }
}
