package io.ticketflow.notification.notes;

import io.ticketflow.escalation.EscalationEvent;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Message;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Calls people to a ticket, and tells them when another person takes care of it. */
@Component
class EscalationNotes {

    private final Teller teller;

    EscalationNotes(Teller teller) {
        this.teller = teller;
    }

    @EventListener
    void on(EscalationEvent.Raised raised) {
        var ticket = teller.ticket(raised.ticketId());
        var forAttention = raised.trigger() == Trigger.CRITICAL_PRIORITY;
        teller.tell(
                Note.about(
                                ticket,
                                Event.ESCALATION_RAISED,
                                forAttention ? Message.ESCALATION_RAISED_CRITICAL : Message.ESCALATION_RAISED,
                                Teller.quote(raised.reason()).code(Fact.REASON, raised.trigger()))
                        .to(raised.recipients())
                        .asking(forAttention ? Ask.LOOK : Ask.ACKNOWLEDGE)
                        .internally()
                        .bySmsIf(raised.channels().contains(Channel.SMS.name())),
                raised.by());
    }

    @EventListener
    void on(EscalationEvent.Acknowledged acknowledged) {
        var ticket = teller.ticket(acknowledged.ticketId());
        teller.tell(
                Note.about(
                                ticket,
                                Event.ESCALATION_ACKNOWLEDGED,
                                Message.ESCALATION_ACKNOWLEDGED,
                                teller.by(acknowledged.by()))
                        .to(acknowledged.called())
                        .to(ticket.assigneeId())
                        .internally(),
                acknowledged.by());
    }
}
