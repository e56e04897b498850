package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.notification.ReportMail;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes the mails with reports, in the transaction that moves their subscription to its next date. */
@Component
class ReportMails {

    private final Outbox outbox;
    private final Directory directory;

    ReportMails(Outbox outbox, Directory directory) {
        this.outbox = outbox;
        this.directory = directory;
    }

    @EventListener
    void on(ReportMail mail) {
        outbox.add(
                directory.person(mail.recipient()),
                Message.REPORT,
                Facts.none()
                        .code(Fact.REPORT, mail.report())
                        .text(Fact.PERIOD, mail.period())
                        .text(Fact.PERSON, mail.owner())
                        .text(Fact.LINK, mail.link()),
                mail.enclosure());
    }
}
