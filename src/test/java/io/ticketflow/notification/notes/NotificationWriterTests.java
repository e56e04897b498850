package io.ticketflow.notification.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.notification.template.TestTemplates;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NotificationWriterTests {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @Test
    void a_note_is_put_into_words_once_for_each_language_and_zone_of_its_readers() {
        var templates = spy(TestTemplates.OURS);
        var writer = new NotificationWriter(templates);
        var note = Note.ofItself(
                Event.TICKET_CREATED, Message.TICKET_CREATED, Facts.none().instant(Fact.DUE, NOW));

        var bodies = Stream.of(
                        person("en", "UTC"),
                        person("en-GB", "UTC"),
                        person("fr", "UTC"),
                        person("de", "Europe/Berlin"),
                        person("de-AT", "Europe/Berlin"),
                        person("de", "UTC"))
                .map(person -> writer.notification(note, person, true, NOW))
                .map(Notification::body)
                .toList();

        verify(templates, times(3)).words(any(), any(), any(), any());
        assertThat(bodies.get(0)).contains("29 Nov 2026, 10:00 UTC").isEqualTo(bodies.get(2));
        assertThat(bodies.get(3)).contains("29. November 2026, 11:00 Uhr MEZ").isEqualTo(bodies.get(4));
        assertThat(bodies.get(5)).contains("29. November 2026, 10:00 Uhr UTC");
    }

    private static Person person(String locale, String zone) {
        return new Person(
                UUID.randomUUID(),
                "ada",
                "ada@example.org",
                "Ada",
                null,
                Role.END_USER,
                false,
                true,
                true,
                null,
                Set.of(),
                5,
                ZoneId.of(zone),
                Locale.forLanguageTag(locale));
    }
}
