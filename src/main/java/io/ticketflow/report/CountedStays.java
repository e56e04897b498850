package io.ticketflow.report;

import io.ticketflow.sla.ServiceLevels;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts the stays of tickets after their closing, so that the report on times does not add up the states of each of them again. */
@Component
class CountedStays {

    private static final int AT_ONCE = 200;

    /** Leaves out what another node counts, and tickets that a person is changing. They do not change before the count is committed. */
    private static final String TAKE = """
            select u.ticket_id from uncounted_tickets u join ticket_facts f on f.ticket_id = u.ticket_id
            limit :most for update of u skip locked for share of f skip locked""";

    /** Does not try to insert what is there already: each try would use up a number. */
    private static final String NAME_STAGES = """
            insert into counted_stages (status, stage_id, stage_name)
            select status, coalesce(stage_id, ''), max(stage_name) from former_ticket_facts former
            where ticket_id in (:tickets) and status <> 'CLOSED' and not exists (
                select from counted_stages known where known.status = former.status and known.stage_id = coalesce(former.stage_id, '')
                    and known.stage_name is not distinct from former.stage_name)
            group by 1, 2 order by 1, 2
            on conflict (status, stage_id) do update set stage_name = excluded.stage_name""";

    private static final String COUNT = """
            insert into ticket_stays (ticket_id, created_at, since_at, team_id, priority, category, stage, elapsed, working)
            select ticket_id, f.created_at, f.since_at, f.team_id, f.priority, f.category, stage.id, stays.elapsed, stays.working
            from stays join ticket_facts f using (ticket_id)
                join counted_stages stage on stage.status = stays.status and stage.stage_id = stays.stage_id""";

    /** SQL: sets of rows are made of others. */
    private final JdbcClient database;

    private final ServiceLevels levels;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CountedStays(JdbcClient database, ServiceLevels levels, TransactionTemplate transaction, Clock clock) {
        this.database = database;
        this.levels = levels;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Counts all that wait. */
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void countAll() {
        var found = true;
        while (found) {
            found = Boolean.TRUE.equals(transaction.execute(status -> countNext()));
        }
    }

    /** Answers whether there were any. */
    private boolean countNext() {
        var tickets =
                database.sql(TAKE).param("most", AT_ONCE).query(UUID.class).list();
        if (!tickets.isEmpty()) {
            database.sql(NAME_STAGES).param("tickets", tickets).update();
            var stays = of(tickets);
            database.sql(stays.sql() + COUNT).params(stays.values()).update();
            database.sql("delete from uncounted_tickets where ticket_id in (:tickets)")
                    .param("tickets", tickets)
                    .update();
        }
        return !tickets.isEmpty();
    }

    private Stays of(List<UUID> tickets) {
        var now = clock.instant();
        var facts = Facts.asOf(now)
                .readFrom("ticket_facts")
                .having("ticket_id", tickets)
                .fulfilling("not f.merged");
        return Stays.of(facts, now, database, levels);
    }
}
