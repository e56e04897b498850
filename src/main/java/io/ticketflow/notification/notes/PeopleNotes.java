package io.ticketflow.notification.notes;

import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells of other requesters, and keeps the messages that wait right when a person or a ticket changes. */
@Component
class PeopleNotes {

    private final Teller teller;
    private final ServiceDesk desk;
    private final Outbox outbox;

    PeopleNotes(Teller teller, ServiceDesk desk, Outbox outbox) {
        this.teller = teller;
        this.desk = desk;
        this.outbox = outbox;
    }

    @EventListener
    void on(TicketEvent.RequesterChanged changed) {
        var ticket = teller.ticket(changed.ticketId());
        var by = teller.by(changed.by());
        teller.tell(toNewRequester(ticket, by).to(changed.to()), changed.by());
        teller.tell(
                Note.about(
                                ticket,
                                Event.STATUS_CHANGED,
                                Message.STATUS_CHANGED_REQUESTER,
                                by.and(teller.named(Fact.PERSON, changed.to())))
                        .to(changed.from()),
                changed.by());
    }

    private Note toNewRequester(Ticket ticket, Facts by) {
        if (!ticket.waitsForRequester()) {
            return Note.about(ticket, Event.TICKET_CREATED, Message.TICKET_CREATED_REQUESTER, by);
        }
        if (ticket.status() == TicketStatus.RESOLVED) {
            return Note.about(
                            ticket,
                            Event.RESOLUTION_PROPOSED,
                            Message.RESOLUTION_PROPOSED_REQUESTER,
                            by.and(Teller.quote(ticket.resolution())))
                    .asking(Ask.CONFIRM);
        }
        return Note.about(ticket, Event.INFO_REQUESTED, Message.INFO_REQUESTED_REQUESTER, by)
                .with(teller.waitOf(ticket))
                .asking(Ask.ANSWER);
    }

    /** A requester leaves: the people who work on their unfinished tickets are told, because such a ticket may wait for an answer in vain. */
    @EventListener
    void on(IdentityEvent.AccountEnds ending) {
        desk.openOf(ending.userId())
                .forEach(ticket -> teller.tell(
                        Note.about(
                                        ticket,
                                        Event.REQUESTER_LEFT,
                                        Message.REQUESTER_LEFT,
                                        teller.named(Fact.PERSON, ending.userId())
                                                .flag(Fact.WAITS, ticket.waitsForRequester()))
                                .to(teller.teamOf(ticket))
                                .internally(),
                        ending.by()));
    }

    /** Withdraws the notifications about the deleted ticket, and the messages about it that were not sent yet. */
    @EventListener
    void on(TicketEvent.Deleted deleted) {
        outbox.withdraw(deleted.ticketId());
    }

    @EventListener
    void on(IdentityEvent.StoppedWorking stopped) {
        outbox.withdrawFrom(stopped.userId());
    }
}
