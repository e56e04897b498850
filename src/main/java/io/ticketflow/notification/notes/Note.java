package io.ticketflow.notification.notes;

import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Ways;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message for some people, mostly about a ticket.
 *
 * @param ticketId null when it is about none
 * @param facts asked right before the commit, because some of them come from the engine's timers
 * @param internal only staff may receive it, even when others are among the recipients
 * @param ways the channels by which it may leave, if its readers want them, too
 * @param atAnyHour sent in quiet hours, too, because it is about a ticket of the highest priority
 * @param asks what the recipients are asked for; null when they are only told
 */
record Note(
        @Nullable UUID ticketId,
        @Nullable String ticketNumber,
        Event event,
        Message message,
        Supplier<Facts> facts,
        Set<UUID> recipients,
        boolean internal,
        Ways ways,
        boolean atAnyHour,
        @Nullable Ask asks) {

    /** A note without recipients yet. Number and title of the ticket are added to the facts. */
    static Note about(Ticket ticket, Event event, Message message, Facts facts) {
        var all = facts.code(Fact.NUMBER, ticket.number()).text(Fact.TITLE, ticket.title());
        return new Note(
                ticket.id(),
                ticket.number(),
                event,
                message,
                () -> all,
                Set.of(),
                false,
                Ways.ALL,
                ticket.priority() == Priority.P1,
                null);
    }

    /** A note for staff about no ticket, without recipients yet. */
    static Note ofItself(Event event, Message message, Facts facts) {
        return new Note(null, null, event, message, () -> facts, Set.of(), true, Ways.ALL, false, null);
    }

    /** Adds facts that are known right before the commit. */
    Note with(Supplier<Facts> more) {
        return new Note(
                ticketId,
                ticketNumber,
                event,
                message,
                () -> facts.get().and(more.get()),
                recipients,
                internal,
                ways,
                atAnyHour,
                asks);
    }

    /** Adds recipients; skips null. */
    Note to(@Nullable UUID... people) {
        return to(Arrays.asList(people));
    }

    Note to(Collection<? extends @Nullable UUID> people) {
        var all = new LinkedHashSet<>(recipients);
        people.stream().filter(Objects::nonNull).forEach(all::add);
        return new Note(ticketId, ticketNumber, event, message, facts, all, internal, ways, atAnyHour, asks);
    }

    /** Leaves out the person who caused the note: only receipts go to them. */
    Note exceptFor(@Nullable UUID person) {
        var others = new LinkedHashSet<>(recipients);
        if (person != null) {
            others.remove(person);
        }
        return new Note(ticketId, ticketNumber, event, message, facts, others, internal, ways, atAnyHour, asks);
    }

    boolean isAtLeastAsPressingAs(Note other) {
        return event.compareTo(other.event) >= 0;
    }

    Note internally() {
        return new Note(ticketId, ticketNumber, event, message, facts, recipients, true, ways, atAnyHour, asks);
    }

    Note bySmsIf(boolean wanted) {
        return by(wanted ? Ways.ALL : Ways.WITHOUT_SMS);
    }

    /** Leaves by these channels only, even for people who want others. */
    Note by(Ways wanted) {
        return new Note(ticketId, ticketNumber, event, message, facts, recipients, internal, wanted, atAnyHour, asks);
    }

    /**
     * The words of a model's own message, which replaces no other note: two of them are two messages, even in one act. Empty for all other notes, of which a
     * person gets one for an act.
     */
    String ownWords() {
        return event == Event.NOTICE ? facts.get().toJson() : "";
    }

    Note asking(Ask wanted) {
        return new Note(ticketId, ticketNumber, event, message, facts, recipients, internal, ways, atAnyHour, wanted);
    }
}
