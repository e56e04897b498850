-- All states of tickets, the present ones without an end. A view, so that PostgreSQL reads only the columns that a report needs.
CREATE VIEW states_of_tickets AS
    SELECT ticket_id, number, created_at, since_at, status, stage_id, stage_name, stage_since_at, priority, category, team_id, assignee_id, last_assignee_id,
        merged, escalation_level, hand_overs, questions, reopens, first_responded_at, resolved_at, closed_at, done_since_at, asking_since_at, asked_micros,
        response_met, response_stopped, response_breached_at, response_warns_at, response_due_at,
        resolution_met, resolution_stopped, resolution_breached_at, resolution_warns_at, resolution_due_at, calendar_id, calendar_version,
        timestamptz 'infinity' AS until_at
    FROM ticket_facts
    UNION ALL
    SELECT ticket_id, number, created_at, since_at, status, stage_id, stage_name, stage_since_at, priority, category, team_id, assignee_id, last_assignee_id,
        merged, escalation_level, hand_overs, questions, reopens, first_responded_at, resolved_at, closed_at, done_since_at, asking_since_at, asked_micros,
        response_met, response_stopped, response_breached_at, response_warns_at, response_due_at,
        resolution_met, resolution_stopped, resolution_breached_at, resolution_warns_at, resolution_due_at, calendar_id, calendar_version,
        until_at
    FROM former_ticket_facts;
COMMENT ON VIEW states_of_tickets IS 'What reports count of each ticket, from since_at until until_at.';

-- Several processes of PostgreSQL share a report only if its functions allow it.
CREATE OR REPLACE FUNCTION ticket_facts_at(instant timestamptz) RETURNS SETOF ticket_facts LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ticket_id, number, created_at, since_at, status, stage_id, stage_name, stage_since_at, priority, category, team_id, assignee_id, last_assignee_id,
        merged, escalation_level, hand_overs, questions, reopens, first_responded_at, resolved_at, closed_at, done_since_at, asking_since_at, asked_micros,
        response_met, response_stopped, response_breached_at, response_warns_at, response_due_at,
        resolution_met, resolution_stopped, resolution_breached_at, resolution_warns_at, resolution_due_at, calendar_id, calendar_version
    FROM states_of_tickets WHERE since_at <= instant AND until_at > instant
$$;
ALTER FUNCTION promise_at(timestamptz, boolean, boolean, timestamptz, timestamptz) PARALLEL SAFE;

-- What happened in a window, by any of these instants: PostgreSQL finds the later columns in the index, too, without the tickets outside of the window.
CREATE INDEX ix_ticket_facts_events ON ticket_facts (created_at, done_since_at, resolved_at, response_breached_at, resolution_breached_at);
DROP INDEX ix_ticket_facts_created;
-- The few tickets that are not closed.
CREATE INDEX ix_ticket_facts_unclosed ON ticket_facts (created_at) WHERE closed_at IS NULL;
CREATE INDEX ix_former_ticket_facts_of_window ON former_ticket_facts (created_at);
DROP INDEX ix_former_ticket_facts_created;
-- Calls in a window; reports read no other column.
CREATE INDEX ix_escalations_raised ON escalations (raised_at) INCLUDE (ticket_id, level, trigger);
-- The solutions that did not last: when they were found, since when the ticket was done, and when it was opened again.
CREATE INDEX ix_former_ticket_facts_rejected ON former_ticket_facts (resolved_at, done_since_at, until_at) WHERE reopened;
DROP INDEX ix_former_ticket_facts_reopened;
-- The later states of a ticket, without its earlier ones.
ALTER TABLE former_ticket_facts DROP CONSTRAINT pk_former_ticket_facts,
    ADD CONSTRAINT pk_former_ticket_facts PRIMARY KEY (ticket_id, until_at);
