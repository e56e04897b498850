package io.ticketflow.notification.notes;

import io.ticketflow.identity.Person;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Templates;
import io.ticketflow.notification.template.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Writes the notifications of the notes of one act: it puts each note into words once for each language and time zone of its recipients. */
final class NotificationWriter {

    private record Reader(Language language, ZoneId zone) {}

    private final Templates templates;
    private final IdentityHashMap<Note, Facts> facts = new IdentityHashMap<>();
    private final IdentityHashMap<Note, Map<Reader, Words>> words = new IdentityHashMap<>();

    NotificationWriter(Templates templates) {
        this.templates = templates;
    }

    Notification notification(Note note, Person recipient, boolean inApp, Instant now) {
        var known = facts.computeIfAbsent(note, each -> each.facts().get());
        var reader = new Reader(Language.of(recipient.locale()), recipient.timezone());
        var written = words.computeIfAbsent(note, each -> new HashMap<>())
                .computeIfAbsent(reader, each -> templates.words(note.message(), known, each.language(), each.zone()));
        return new Notification(
                recipient.id(),
                note.event(),
                written.subject(),
                written.text(),
                note.message().fileName(),
                known.toJson(),
                note.ticketId(),
                note.ticketNumber(),
                note.internal(),
                note.asks(),
                inApp,
                now);
    }
}
