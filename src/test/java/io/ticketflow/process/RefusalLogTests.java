package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What people do wrong is told to them, and is no error in the log. */
@TicketflowTest
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

    @Autowired
    private World world;

    @Test
    void a_refused_step_is_no_error(@LocalServerPort int port, CapturedOutput log) {
        world.beginAnew();
        var ticket = world.inWork();
        var assignee = Http.on(port).as(world.assigneeOf(ticket));

        var refused = assignee.json(
                "POST",
                "/engine-rest/task/" + world.taskOf(ticket).getId() + "/complete",
                "{\"variables\": {\"transition\": {\"value\": \"RESOLVED\"}}}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(log).doesNotContain("ENGINE-16004");
    }
}
