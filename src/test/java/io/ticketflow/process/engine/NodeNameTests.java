package io.ticketflow.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class NodeNameTests {

    private static final String SHARED_DATABASE = "postgresql://localhost/tickets";

    @Autowired
    private World world;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @Test
    void a_node_that_starts_again_releases_its_own_locks_and_no_others() {
        var ours = world.open(Category.VM, Priority.P3);
        var others = world.open(Category.VM, Priority.P3);
        lock(ours, "one");
        lock(others, "two");

        new NodeName("one", SHARED_DATABASE).postProcessEngineBuild(engine);

        assertThat(lockOf(ours)).isNull();
        assertThat(lockOf(others)).isEqualTo("two");
    }

    @Test
    void a_node_without_a_name_releases_nothing() {
        var ticket = world.open(Category.VM, Priority.P3);
        lock(ticket, "");

        new NodeName("", SHARED_DATABASE).postProcessEngineBuild(engine);

        assertThat(lockOf(ticket)).isEmpty();
    }

    @Test
    void jobs_are_locked_under_the_name() {
        assertThat(lockOwner(new NodeName("one", SHARED_DATABASE))).isEqualTo("one");
    }

    @Test
    void the_embedded_database_is_a_name() {
        assertThat(lockOwner(new NodeName("", ""))).isEqualTo(lockOwner(new NodeName("", "")));
    }

    @Test
    void without_a_name_every_start_is_another_node() {
        assertThat(lockOwner(new NodeName(" ", SHARED_DATABASE)))
                .isNotBlank()
                .isNotEqualTo(lockOwner(new NodeName(" ", SHARED_DATABASE)));
    }

    private static String lockOwner(NodeName name) {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setJobExecutor(new DefaultJobExecutor());
        name.postInit(configuration);
        return configuration.getJobExecutor().getLockOwner();
    }

    private void lock(Ticket ticket, String owner) {
        world.sql(
                "update act_ru_job set lock_owner_ = '%s', lock_exp_time_ = now() + interval '1 day' where process_instance_id_ = '%s'"
                        .formatted(owner, ticket.processInstanceId()));
    }

    private @Nullable String lockOf(Ticket ticket) {
        return jdbc.queryForObject(
                "select lock_owner_ from act_ru_job where process_instance_id_ = ?",
                String.class,
                ticket.processInstanceId());
    }
}
