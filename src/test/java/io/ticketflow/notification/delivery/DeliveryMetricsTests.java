package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.SendingFailedException;
import io.ticketflow.notification.channel.TestFailures;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Visibility;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@TicketflowTest
class DeliveryMetricsTests {

    /** The clock of the tests goes on, too: so many seconds at most. */
    private static final double A_SLOW_MACHINE = 60;

    @Autowired
    private World world;

    @Autowired
    private TestPost post;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void aMail() {
        world.beginAnew();
        var ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        world.comment(ticket.number(), "Hello", Visibility.PUBLIC, world.as("lead"));
        world.sql("delete from deliveries where channel = 'SLACK'");
    }

    @Test
    void what_waits_is_counted_for_each_channel() {
        world.sql("update deliveries set channel = 'SMS', recipient = '+4930123456'");
        world.pass(Duration.ofMinutes(20));

        assertThat(gauge("pending", "sms")).isEqualTo(1);
        assertThat(gauge("pending", "email")).isZero();
        assertThat(gauge("oldest.pending.seconds", "sms")).isBetween(20 * 60.0, 20 * 60.0 + A_SLOW_MACHINE);
        assertThat(gauge("oldest.pending.seconds", "email")).isZero();
    }

    @Test
    void what_waits_for_the_end_of_quiet_hours_is_not_late_and_what_was_tried_is() {
        world.sql("update deliveries set next_attempt_at = next_attempt_at + interval '8 hours'");
        world.pass(Duration.ofHours(1));
        assertThat(gauge("pending", "email")).isEqualTo(1);
        assertThat(gauge("oldest.pending.seconds", "email")).isZero();

        world.sql("update deliveries set attempts = 1");
        world.pass(Duration.ofMinutes(1));
        assertThat(gauge("oldest.pending.seconds", "email")).isBetween(61 * 60.0, 61 * 60.0 + A_SLOW_MACHINE);
    }

    @Test
    void what_was_sent_is_counted_with_the_time_that_it_took() {
        var timer =
                meters.get("ticketflow.deliveries.sent").tag("channel", "email").timer();
        var count = timer.count();
        var seconds = timer.totalTime(TimeUnit.SECONDS);
        world.pass(Duration.ofMinutes(2));

        post.sendAllBy(new PaperCarrier(Channel.EMAIL));

        assertThat(timer.count()).isEqualTo(count + 1);
        assertThat(timer.totalTime(TimeUnit.SECONDS) - seconds).isBetween(120.0, 120.0 + A_SLOW_MACHINE);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(TestFailures.forGood("No such person"), "refused"),
                Arguments.of(TestFailures.atTheServer("Wrong password"), "provider"),
                Arguments.of(TestFailures.thisTime("Busy"), "tried_often"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void what_was_given_up_is_counted_by_reason(SendingFailedException failure, String reason) {
        var counter = meters.get("ticketflow.deliveries.failed")
                .tag("channel", "email")
                .tag("reason", reason)
                .counter();
        var before = counter.count();
        world.sql("update deliveries set attempts = 7");

        post.sendAllBy(new PaperCarrier(Channel.EMAIL, letter -> {
            throw failure;
        }));

        // The administrators are told of a refused address by mail, which is refused, too.
        assertThat(counter.count()).isGreaterThan(before);
    }

    private double gauge(String name, String channel) {
        return meters.get("ticketflow.deliveries." + name)
                .tag("channel", channel)
                .gauge()
                .value();
    }
}
