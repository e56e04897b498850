package io.ticketflow.notification.notes;

import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Notification;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text for some people, mostly about a ticket.
 *
 * @param ticketId null when it is about none
 * @param body asked right before the commit, because some texts tell when the engine's timers ring
 * @param internal only staff may receive it, even when others are among the recipients
 * @param bySms pressing enough for an SMS, too
 * @param atAnyHour sent in quiet hours, too, because it is about a ticket of the highest priority
 * @param asks what the recipients are asked for; null when they are only told
 */
record Note(
        @Nullable UUID ticketId,
        @Nullable String ticketNumber,
        Event event,
        String title,
        Supplier<String> body,
        Set<UUID> recipients,
        boolean internal,
        boolean bySms,
        boolean atAnyHour,
        @Nullable Ask asks) {

    /**
     * A note without recipients yet.
     *
     * @param news what happened to the ticket, as the end of a sentence: "is yours now"
     * @param body what to know and what to do, one paragraph each
     */
    static Note about(Ticket ticket, Event event, String news, String... body) {
        return new Note(
                ticket.id(),
                ticket.number(),
                event,
                "%s %s: %s".formatted(ticket.number(), news, ticket.title()),
                () -> paragraphs(body),
                Set.of(),
                false,
                false,
                ticket.priority() == Priority.P1,
                null);
    }

    /** A note for staff about no ticket, without recipients yet. */
    static Note ofItself(Event event, String title, String... body) {
        return new Note(null, null, event, title, () -> paragraphs(body), Set.of(), true, false, false, null);
    }

    /** Adds a last paragraph. */
    Note endingWith(Supplier<String> paragraph) {
        return new Note(
                ticketId,
                ticketNumber,
                event,
                title,
                () -> paragraphs(body.get(), paragraph.get()),
                recipients,
                internal,
                bySms,
                atAnyHour,
                asks);
    }

    private static String paragraphs(String... texts) {
        return Arrays.stream(texts).filter(text -> !text.isBlank()).collect(Collectors.joining("\n\n"));
    }

    /** Adds recipients; skips null. */
    Note to(@Nullable UUID... people) {
        return to(Arrays.asList(people));
    }

    Note to(Collection<? extends @Nullable UUID> people) {
        var all = new LinkedHashSet<>(recipients);
        people.stream().filter(Objects::nonNull).forEach(all::add);
        return new Note(ticketId, ticketNumber, event, title, body, all, internal, bySms, atAnyHour, asks);
    }

    /** Leaves out the person who caused the note: only receipts go to them. */
    Note exceptFor(@Nullable UUID person) {
        var others = new LinkedHashSet<>(recipients);
        if (person != null) {
            others.remove(person);
        }
        return new Note(ticketId, ticketNumber, event, title, body, others, internal, bySms, atAnyHour, asks);
    }

    Notification forPerson(UUID recipient, boolean inApp, Instant now) {
        return new Notification(
                recipient, event, title, body.get(), ticketId, ticketNumber, internal, asks, inApp, now);
    }

    boolean isAtLeastAsPressingAs(Note other) {
        return event.compareTo(other.event) >= 0;
    }

    Note internally() {
        return new Note(ticketId, ticketNumber, event, title, body, recipients, true, bySms, atAnyHour, asks);
    }

    Note alsoBySms(boolean wanted) {
        return new Note(ticketId, ticketNumber, event, title, body, recipients, internal, wanted, atAnyHour, asks);
    }

    Note asking(Ask wanted) {
        return new Note(ticketId, ticketNumber, event, title, body, recipients, internal, bySms, atAnyHour, wanted);
    }
}
