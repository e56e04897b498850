package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.notification.Audience;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Notice;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Watching;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sends the messages that process owners write into their models. */
@Component
class NoticeNotes {

    /** The most characters of a subject. */
    private static final int SUBJECT = 100;

    private final Teller teller;
    private final ServiceDesk desk;
    private final Watching watching;
    private final Directory directory;

    NoticeNotes(Teller teller, ServiceDesk desk, Watching watching, Directory directory) {
        this.teller = teller;
        this.desk = desk;
        this.watching = watching;
        this.directory = directory;
    }

    /** Tells also the person who took the step, if the process owner named them: the message has words that they do not know. */
    @EventListener
    void on(Notice notice) {
        desk.find(notice.ticketId()).ifPresent(ticket -> {
            var note = Note.about(ticket, Event.NOTICE, Message.NOTICE, facts(notice))
                    .to(notice.audience().stream()
                            .flatMap(audience -> people(audience, ticket).stream())
                            .toList())
                    .by(notice.ways());
            teller.tellAlsoTheirOwn(notice.isForStaffOnly() ? note.internally() : note);
        });
    }

    private static Facts facts(Notice notice) {
        var line = notice.subject().replaceAll("\\s+", " ");
        return Teller.quote(notice.text()).text(Fact.NEWS, Teller.shortened(line, SUBJECT));
    }

    private List<UUID> people(Audience audience, Ticket ticket) {
        return switch (audience) {
            case REQUESTER -> List.of(ticket.requesterId());
            case ASSIGNEE ->
                teller.working(ticket.assigneeId()).map(List::of).orElseGet(() -> people(Audience.LEAD, ticket));
            case LEAD -> teller.working(teller.leadOf(ticket)).map(List::of).orElseGet(() -> teller.membersOf(ticket));
            case TEAM -> teller.membersOf(ticket);
            case WATCHERS -> watching.watchersOf(ticket);
            case DEVOPS_ENGINEER, SENIOR_ENGINEER, TEAM_LEAD, MANAGER, ADMIN ->
                directory.withRole(Objects.requireNonNull(audience.role())).stream()
                        .map(Person::id)
                        .toList();
        };
    }
}
