package io.ticketflow.process.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TicketflowTest
class JobMetricsTests {

    @Autowired
    private World world;

    @Autowired
    private MeterRegistry metrics;

    @Test
    void timers_whose_time_has_come_are_due_until_they_have_rung() {
        world.beginAnew();
        world.openAndRouted(Category.VM, Priority.P3);
        world.pass(Duration.ofSeconds(11));
        var before = due();

        world.pass(Duration.ofDays(30));
        var late = due();
        world.runDueJobs();
        world.pass(Duration.ofSeconds(11));

        assertThat(late).isGreaterThanOrEqualTo(before + 2);
        assertThat(due()).isLessThan(late);
    }

    private double due() {
        return metrics.get("ticketflow.jobs.due").gauge().value();
    }
}
