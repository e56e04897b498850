package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@TicketflowTest
class OldDeliveriesTests {

    private static final Duration KEPT = Duration.ofDays(90);

    @Autowired
    private World world;

    @Autowired
    private TestPost post;

    @Autowired
    private OldDeliveries old;

    @Autowired
    private JdbcTemplate jdbc;

    private List<UUID> ids;

    @BeforeEach
    void fourMails() {
        world.beginAnew();
        var ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        for (var comment : List.of("one", "two", "three", "four")) {
            world.comment(ticket.number(), comment, Visibility.PUBLIC, world.as("lead"));
        }
        world.sql("delete from deliveries where channel = 'SLACK'");
        ids = deliveries();
    }

    @Test
    void what_ended_long_ago_is_deleted_with_its_attempts_and_the_notification_stays() {
        post.sendAll();

        world.pass(KEPT.minusMinutes(1));
        old.delete();
        assertThat(deliveries()).hasSize(4);

        world.pass(Duration.ofMinutes(2));
        old.delete();
        assertThat(deliveries()).isEmpty();
        assertThat(count("delivery_attempts")).isZero();
        assertThat(count("notifications")).isEqualTo(4);
    }

    @Test
    void what_waits_or_ended_later_stays() {
        world.sql(
                "update deliveries set attempts = 1, next_attempt_at = next_attempt_at + interval '1 year' where id = '%s'"
                        .formatted(ids.get(0)));
        world.sql("update deliveries set digest_id = '%s' where id = '%s'".formatted(ids.get(1), ids.get(2)));
        world.sql(
                "update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = 'Over' where id = '%s'"
                        .formatted(ids.get(3)));
        world.pass(KEPT.plusDays(1));
        post.sendAll();

        old.delete();

        assertThat(deliveries()).containsExactly(ids.get(0), ids.get(1), ids.get(2));
    }

    @Test
    void many_are_deleted_in_batches() {
        world.sql("""
                insert into deliveries (id, channel, recipient, state, subject, last_error, created_at)
                select gen_random_uuid(), 'EMAIL', 'a@example.org', 'FAILED', 's', 'Refused', timestamptz '%s' - interval '91 days'
                from generate_series(1, 2500)""".formatted(world.instant()));

        old.delete();

        assertThat(deliveries()).isEqualTo(ids);
    }

    private List<UUID> deliveries() {
        return jdbc.queryForList("select id from deliveries order by id", UUID.class);
    }

    private Integer count(String table) {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from " + table, Integer.class));
    }
}
