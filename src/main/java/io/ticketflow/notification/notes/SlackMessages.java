package io.ticketflow.notification.notes;

import io.ticketflow.notification.Notification;
import io.ticketflow.notification.channel.Webhooks;
import io.ticketflow.notification.channel.Webhooks.Chosen;
import io.ticketflow.notification.delivery.Delivery;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides what Slack hears. A webhook is like a person: it hears of one act and ticket once, in the words of the most pressing note that a recipient wants in Slack.
 * Internal notes go only to a webhook that only staff read.
 */
@Component
class SlackMessages {

    /** A note that a person wants in Slack, and the notification by which they hear of it. */
    record Wanted(Note note, Notification notification) {}

    private final Webhooks webhooks;
    private final ServiceDesk desk;

    SlackMessages(Webhooks webhooks, ServiceDesk desk) {
        this.webhooks = webhooks;
        this.desk = desk;
    }

    /** At most one message for each ticket. */
    List<Delivery> of(Collection<Wanted> wanted, Instant now) {
        var byTicket = new LinkedHashMap<UUID, Map<Note, List<Notification>>>();
        wanted.forEach(each -> byTicket.computeIfAbsent(
                        Objects.requireNonNull(each.note().ticketId()), ticket -> new LinkedHashMap<>())
                .computeIfAbsent(each.note(), note -> new ArrayList<>())
                .add(each.notification()));
        var messages = new ArrayList<Delivery>();
        byTicket.forEach((ticket, notes) -> {
            var webhook = webhooks.forTeam(desk.find(ticket).map(Ticket::teamId).orElse(null));
            var note = mostPressing(notes.keySet(), webhook);
            if (note != null) {
                messages.add(
                        new Delivery(Objects.requireNonNull(notes.get(note)), webhook.name(), webhook.obstacle(), now));
            }
        });
        return messages;
    }

    /** Of notes that press alike the first one, which the others only repeat for other people. */
    private static @Nullable Note mostPressing(Collection<Note> notes, Chosen webhook) {
        Note found = null;
        for (var note : notes) {
            var allowed = !note.internal() || webhook.internal() || webhook.obstacle() != null;
            if (allowed && (found == null || !found.isAtLeastAsPressingAs(note))) {
                found = note;
            }
        }
        return found;
    }
}
