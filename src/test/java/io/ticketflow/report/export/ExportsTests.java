package io.ticketflow.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.TooManyRequestsException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An export ends in time, and with the rights of the person who began it. */
class ExportsTests {

    private static final Exports.File FILE = new Exports.File(Format.CSV, ZoneOffset.UTC, false);
    private static final UUID PERSON = UUID.randomUUID();
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger rows = new AtomicInteger();
    private final AtomicBoolean mayRead = new AtomicBoolean(true);

    /** Has rows without end; takes the right away before the thousandth. */
    private Sheet<Integer> endless() {
        return new Sheet<>("Things", List.of(Column.text("Text", 10, row -> "row " + row)), target -> {
            while (true) {
                target.accept(rows.incrementAndGet());
                mayRead.set(rows.get() < 999);
            }
        });
    }

    private void export(Exports exports, Sheet<?> sheet, OutputStream target) throws Exception {
        exports.write(sheet, FILE, new Exports.Reader(PERSON, mayRead::get), target);
    }

    @Test
    void an_export_that_takes_too_long_is_broken_off_and_leaves_its_place() {
        var exports = new Exports(Duration.ofMillis(100), LONG);
        var begun = System.nanoTime();

        assertThatThrownBy(() -> export(exports, endless(), OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The export of Things takes longer than PT0.1S");

        assertThat(System.nanoTime() - begun)
                .isBetween(
                        Duration.ofMillis(100).toNanos(), Duration.ofSeconds(20).toNanos());
        var two = new Sheet<>(
                "Things", List.of(Column.<Integer>text("Text", 10, String::valueOf)), List.of(1, 2)::forEach);
        assertThatCode(() -> export(exports, two, OutputStream.nullOutputStream()))
                .doesNotThrowAnyException();
    }

    @Test
    void an_export_is_broken_off_when_its_reader_loses_the_right() {
        var exports = new Exports(LONG, Duration.ZERO);

        assertThatThrownBy(() -> export(exports, endless(), OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The reader of the export of Things may not read it any more");

        assertThat(rows.get()).isEqualTo(1_000);
    }

    @Test
    void the_right_is_looked_up_now_and_then_and_not_for_each_row() {
        var exports = new Exports(Duration.ofMillis(200), LONG);

        assertThatThrownBy(() -> export(exports, endless(), OutputStream.nullOutputStream()))
                .hasMessageContaining("takes longer");

        assertThat(rows.get()).isGreaterThan(1_000);
    }

    @Test
    void a_person_has_one_export_at_a_time() {
        var exports = new Exports(LONG, LONG);
        var inside = new Sheet<Integer>(
                "Things", List.of(Column.text("Text", 10, String::valueOf)), target -> assertThatThrownBy(
                                () -> export(exports, endless(), OutputStream.nullOutputStream()))
                        .isInstanceOf(TooManyRequestsException.class));

        assertThatCode(() -> export(exports, inside, OutputStream.nullOutputStream()))
                .doesNotThrowAnyException();
    }
}
