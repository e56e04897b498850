package io.ticketflow.notification.notes;

import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.platform.Actor;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.SlaEvent;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the people who work on a ticket that it is late, or nearly. */
@Component
class ClockNotes {

    private final Teller teller;

    ClockNotes(Teller teller) {
        this.teller = teller;
    }

    @EventListener
    void on(SlaEvent.Warned warned) {
        var ticket = teller.ticket(warned.ticketId());
        teller.tell(
                Note.about(ticket, Event.SLA_WARNING, Message.SLA_WARNING, promise(warned.kind(), warned.dueAt()))
                        .to(ticket.assigneeId() == null ? teller.leadOf(ticket) : ticket.assigneeId())
                        .asking(wanted(warned.kind()))
                        .internally(),
                Actor.SYSTEM);
    }

    @EventListener
    void on(SlaEvent.Breached breached) {
        var ticket = teller.ticket(breached.ticketId());
        teller.tell(
                Note.about(ticket, Event.SLA_BREACHED, Message.SLA_BREACHED, promise(breached.kind(), breached.dueAt()))
                        .to(ticket.assigneeId(), teller.leadOf(ticket))
                        .asking(wanted(breached.kind()))
                        .internally(),
                Actor.SYSTEM);
    }

    private static Facts promise(ClockKind kind, Instant dueAt) {
        return Facts.none().code(Fact.PROMISE, kind).instant(Fact.DUE, dueAt);
    }

    private static Ask wanted(ClockKind kind) {
        return switch (kind) {
            case RESPONSE -> Ask.RESPOND;
            case RESOLUTION -> Ask.SOLVE;
        };
    }
}
