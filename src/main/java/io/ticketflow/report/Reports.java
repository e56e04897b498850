package io.ticketflow.report;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.database.ReadDatabase;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Numbers about the work of people. */
@Component
public class Reports {

    /** SQL: the database counts over many rows. */
    private final ReadDatabase database;

    private final Directory directory;

    Reports(ReadDatabase database, Directory directory) {
        this.database = database;
        this.directory = directory;
    }

    /** Numbers about one person. The person, the lead of their team and the roles above may read them. */
    public PersonalFigures figuresOf(UUID personId, Actor by) {
        var caller = directory.person(Objects.requireNonNull(by.userId()));
        var person = directory
                .find(personId)
                .filter(found -> caller.isStaff() || found.id().equals(caller.id()))
                .orElseThrow(
                        () -> new NotFoundException("USER_NOT_FOUND", "There is no person %s.".formatted(personId)));
        if (!answersFor(caller, person)) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "These are the figures of a person in another team.");
        }
        return database.read(question -> question.sql("""
                        select t.*, s.* from (
                            select count(*) as assigned,
                                count(*) filter (where status in ('RESOLVED', 'CLOSED') and resolved_at is not null) as resolved,
                                count(*) filter (where reopen_count > 0) as reopened,
                                count(*) filter (where status not in ('RESOLVED', 'CLOSED')) as open_now,
                                round(percentile_cont(0.5) within group (order by extract(epoch from first_responded_at - created_at))) as median_first_response_seconds,
                                round(percentile_cont(0.5) within group (order by extract(epoch from resolved_at - created_at))) as median_resolution_seconds
                            from tickets where assignee_id = :person and deleted_at is null) t,
                        (
                            select avg(100.0 * kept) filter (where kind = 'RESPONSE') as response_percent,
                                avg(100.0 * kept) filter (where kind = 'RESOLUTION') as resolution_percent
                            from (
                                select kind, case when breached_at is null then 1 else 0 end as kept
                                from sla_clocks join tickets on tickets.id = sla_clocks.ticket_id
                                where assignee_id = :person and deleted_at is null
                                    and (met_at is not null or breached_at is not null)) promise) s""")
                .param("person", person.id())
                .query(PersonalFigures.class)
                .single());
    }

    private static boolean answersFor(Person caller, Person person) {
        return caller.id().equals(person.id())
                || caller.role().isAtLeast(Role.MANAGER)
                || (caller.role() == Role.TEAM_LEAD && caller.isInTeam(person.teamId()));
    }
}
