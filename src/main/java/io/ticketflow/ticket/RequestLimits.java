package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.InvalidException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the highest priority meaning something: a requester submits only so many P1 tickets a day. */
@Component
class RequestLimits {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final int urgentPerDay;

    RequestLimits(JdbcClient jdbc, Clock clock, @Value("${P1_PER_REQUESTER_PER_DAY:5}") int urgentPerDay) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.urgentPerDay = urgentPerDay;
    }

    void checkUrgentTickets(Person requester) {
        var since = clock.instant().minus(Duration.ofDays(1));
        var submitted = jdbc.sql(
                        "select count(*) from tickets where requester_id = ? and priority = 'P1' and created_at > ? and deleted_at is null")
                .params(List.of(requester.id(), java.sql.Timestamp.from(since)))
                .query(Integer.class)
                .single();
        if (submitted >= urgentPerDay) {
            throw new InvalidException(
                    "PRIORITY_LIMIT",
                    "Only %d P1 tickets a day. Submit it as P2, or call the service desk.".formatted(urgentPerDay),
                    List.of());
        }
    }
}
