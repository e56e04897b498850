package io.ticketflow.notification.notes;

import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.Watching;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells people of words about a ticket. */
@Component
class CommentNotes {

    private final Teller teller;
    private final Watching watching;

    CommentNotes(Teller teller, Watching watching) {
        this.teller = teller;
        this.watching = watching;
    }

    @EventListener
    void on(TicketEvent.Commented commented) {
        var ticket = teller.ticket(commented.ticketId());
        var words = teller.said(commented.by(), commented.body());
        if (isAboutSolution(ticket, commented)) {
            tellOfWordsAboutSolution(ticket, commented, words);
            return;
        }
        teller.tell(
                commented.visibility() == Visibility.INTERNAL
                        ? Note.about(ticket, Event.COMMENT_ADDED, Message.COMMENT_ADDED_INTERNAL, words)
                                .to(ticket.assigneeId())
                                .to(watching.watchersOf(ticket))
                                .internally()
                        : toEveryone(ticket, words),
                commented.by());
    }

    private Note toEveryone(Ticket ticket, Facts words) {
        return Note.about(ticket, Event.COMMENT_ADDED, Message.COMMENT_ADDED, words)
                .to(ticket.requesterId(), ticket.assigneeId())
                .to(watching.watchersOf(ticket));
    }

    /** Whether a public comment belongs to a solved ticket that stays solved. */
    private static boolean isAboutSolution(Ticket ticket, TicketEvent.Commented commented) {
        return commented.visibility() == Visibility.PUBLIC
                && ticket.status() == TicketStatus.RESOLVED
                && (commented.headedFor() == null || commented.headedFor() == TicketStatus.RESOLVED);
    }

    private void tellOfWordsAboutSolution(Ticket ticket, TicketEvent.Commented commented, Facts words) {
        teller.tell(toEveryone(ticket, words), commented.by());
        if (!teller.isRequesters(ticket, commented.by())) {
            teller.tell(
                    Note.about(ticket, Event.COMMENT_ADDED, Message.COMMENT_ADDED_ANSWER, words)
                            .with(teller.waitOf(ticket))
                            .asking(Ask.CONFIRM)
                            .to(ticket.requesterId()),
                    commented.by());
            return;
        }
        askForAnswer(ticket, teller.by(commented.by()).and(words), commented.by());
        if (commented.headedFor() == null) {
            sendReceipt(ticket, Facts.none(), commented.by());
        }
    }

    @EventListener
    void on(TicketEvent.AttachedToSolution attached) {
        var ticket = teller.ticket(attached.ticketId());
        var file = Facts.none().flag(Fact.FILE, true);
        askForAnswer(ticket, teller.by(attached.by()).and(file), attached.by());
        sendReceipt(ticket, file, attached.by());
    }

    private void askForAnswer(Ticket ticket, Facts facts, Actor by) {
        teller.tell(
                Note.about(ticket, Event.COMMENT_ADDED, Message.COMMENT_ADDED_SOLUTION, facts)
                        .to(teller.workerOf(ticket))
                        .internally(),
                by);
    }

    /** For the person who wrote the comment or attached the file. */
    private void sendReceipt(Ticket ticket, Facts facts, Actor by) {
        teller.tellAlsoTheirOwn(Note.about(ticket, Event.COMMENT_ADDED, Message.COMMENT_ADDED_RECEIPT, facts)
                .to(by.userId()));
    }
}
