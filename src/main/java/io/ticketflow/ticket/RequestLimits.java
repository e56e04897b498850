package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.InvalidException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Limits the number of P1 tickets that a requester may submit within 24 hours, so that the highest priority keeps its meaning. */
@Component
class RequestLimits {

    /** Counts tickets that the person submitted themselves, as P1. Tickets that staff raise later, or submit for the person, do not count. */
    private static final String SUBMITTED_AS_P1 = """
            select count(*) from tickets t
            where t.requester_id = :person and t.created_at > :since and t.deleted_at is null
            and exists (select 1 from ticket_history h where h.ticket_id = t.id and h.action = 'CREATED' and h.actor_id = :person)
            and coalesce((select h.from_value from ticket_history h
                where h.ticket_id = t.id and h.action = 'PRIORITY_CHANGED' order by h.at limit 1), t.priority) = 'P1'""";

    /** SQL: a lock of the database without a row, and a count over the history. */
    private final JdbcClient jdbc;

    private final Clock clock;
    private final int urgentPerDay;

    RequestLimits(JdbcClient jdbc, Clock clock, RequestSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.urgentPerDay = settings.p1PerRequesterPerDay();
    }

    /** Refuses a P1 beyond the limit. Until the transaction ends, the person's next P1 waits, so that all of them are counted. */
    void checkUrgentTickets(Person requester) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('P1'), hashtext(?))")
                .param(requester.id().toString())
                .query()
                .singleRow();
        var submitted = jdbc.sql(SUBMITTED_AS_P1)
                .param("person", requester.id())
                .param("since", Timestamp.from(clock.instant().minus(Duration.ofDays(1))))
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
