package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.notification.Enclosures;
import io.ticketflow.notification.channel.Content;
import io.ticketflow.notification.channel.Letter;
import io.ticketflow.notification.channel.SendingFailedException;
import io.ticketflow.notification.delivery.Attempts.Attempt;
import io.ticketflow.notification.delivery.Attempts.Begun;
import io.ticketflow.notification.delivery.Attempts.Parcel;
import io.ticketflow.notification.delivery.Deliveries.Taken;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A letter gets its file when it leaves, or says why it has none. */
class ParcelTests {

    private static final Content WITH = new Content("s", "attached", null);
    private static final Content WITHOUT = new Content("s", "too large", null);

    private static Letter packed(Supplier<Optional<Enclosures.Enclosure>> file) throws SendingFailedException {
        var files = new Enclosures() {
            @Override
            public Optional<String> objection(String key, UUID recipient) {
                return Optional.empty();
            }

            @Override
            public String turnOff(String key, UUID recipient) {
                return "https://localhost/off";
            }

            @Override
            public Optional<Enclosure> make(String key, UUID recipient) {
                return file.get();
            }
        };
        var id = new UUID(0, 1);
        var attempt =
                new Attempt(id, io.ticketflow.notification.Channel.EMAIL, new Taken(id, 1, 1, false, Instant.EPOCH));
        var letter = new Letter(id, "a@example.org", WITH, null, null, false);
        return new Begun(attempt, letter, new Parcel(files, "key", id, WITHOUT)).packed();
    }

    @Test
    void a_small_file_is_in_the_mail() throws SendingFailedException {
        var file = new Enclosures.Enclosure("a.xlsx", "text/plain", new ByteArrayOutputStream());

        assertThat(packed(() -> Optional.of(file)).enclosure()).isSameAs(file);
        assertThat(packed(() -> Optional.of(file)).words()).isEqualTo(WITH);
    }

    @Test
    void a_mail_without_its_large_file_says_so() throws SendingFailedException {
        assertThat(packed(Optional::empty).enclosure()).isNull();
        assertThat(packed(Optional::empty).words()).isEqualTo(WITHOUT);
    }

    @Test
    void a_file_that_cannot_be_made_now_is_tried_again() {
        assertThatThrownBy(() -> packed(() -> {
                    throw new IllegalStateException("no database");
                }))
                .isInstanceOfSatisfying(SendingFailedException.class, failure -> assertThat(failure.isForGood())
                        .isFalse());
    }
}
