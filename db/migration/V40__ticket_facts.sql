-- What reports count: a narrow row for each ticket as it is, and one for each state that it had before, so that a report can be repeated as of any instant.
CREATE TABLE ticket_facts (
    ticket_id              uuid        NOT NULL,
    number                 bigint      NOT NULL,
    created_at             timestamptz NOT NULL,
    -- When the last change of these facts happened.
    since_at               timestamptz NOT NULL,
    status                 text        NOT NULL,
    stage_id               text,
    stage_name             text,
    -- When the ticket came to its present status and stage.
    stage_since_at         timestamptz NOT NULL,
    priority               text        NOT NULL,
    category               text        NOT NULL,
    team_id                uuid,
    assignee_id            uuid,
    -- The assignee, or the former one while there is none.
    last_assignee_id       uuid,
    merged                 boolean     NOT NULL,
    escalation_level       integer     NOT NULL,
    -- How often the ticket went from one person to another, asked its requester, and was not solved after all.
    hand_overs             integer     NOT NULL,
    questions              integer     NOT NULL,
    reopens                integer     NOT NULL,
    first_responded_at     timestamptz,
    resolved_at            timestamptz,
    closed_at              timestamptz,
    -- Since when the ticket has been resolved or closed; null while it is open.
    done_since_at          timestamptz,
    -- Since when the ticket has been waiting for its requester, and for how long it waited before.
    asking_since_at        timestamptz,
    asked_micros           bigint      NOT NULL,
    response_met           boolean     NOT NULL,
    response_stopped       boolean     NOT NULL,
    response_breached_at   timestamptz,
    -- The warning and the deadline while the clock runs and the promise is not broken.
    response_warns_at      timestamptz,
    response_due_at        timestamptz,
    resolution_met         boolean     NOT NULL,
    resolution_stopped     boolean     NOT NULL,
    resolution_breached_at timestamptz,
    resolution_warns_at    timestamptz,
    resolution_due_at      timestamptz,
    -- The business hours of its promises; null: around the clock.
    calendar_id            uuid,
    calendar_version       integer,
    CONSTRAINT pk_ticket_facts PRIMARY KEY (ticket_id),
    CONSTRAINT fk_ticket_facts_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id) ON DELETE CASCADE
) WITH (fillfactor = 70);
COMMENT ON TABLE ticket_facts IS 'What reports count of each ticket as it is. Triggers on tickets and clocks keep it; deleted tickets have no row.';

CREATE TABLE former_ticket_facts (
    LIKE ticket_facts,
    -- When the facts changed; they held before this instant.
    until_at  timestamptz NOT NULL,
    -- Whether a ticket that was resolved was open again afterwards.
    reopened  boolean     NOT NULL,
    CONSTRAINT pk_former_ticket_facts PRIMARY KEY (ticket_id, since_at),
    CONSTRAINT fk_former_ticket_facts_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id) ON DELETE CASCADE
);
COMMENT ON TABLE former_ticket_facts IS 'What reports count of each ticket as it was before. Rows are only added.';

-- Reports of the tickets that were submitted in a window.
CREATE INDEX ix_ticket_facts_created ON ticket_facts (created_at);
-- Rows are added in the order of until_at, so a report as of a late instant reads the end of the table.
CREATE INDEX ix_former_ticket_facts_until ON former_ticket_facts USING brin (until_at) WITH (pages_per_range = 16, autosummarize = on);
-- The solutions that did not last, which the row of the present does not show.
CREATE INDEX ix_former_ticket_facts_reopened ON former_ticket_facts (resolved_at) WHERE reopened;

-- The facts of a ticket as its other tables have them now. What happened before is unknown here: last assignee, counts and times begin.
CREATE FUNCTION present_facts(ticket uuid) RETURNS SETOF ticket_facts LANGUAGE sql STABLE AS $$
    SELECT t.id, t.number, t.created_at, greatest(t.updated_at, t.history_at), t.status, t.stage_id, t.stage_name, greatest(t.updated_at, t.history_at),
        t.priority, t.category, t.team_id, t.assignee_id, t.assignee_id, t.merged_into_id IS NOT NULL, t.escalation_level,
        0, 0, t.reopen_count, t.first_responded_at, t.resolved_at, t.closed_at,
        CASE WHEN t.status IN ('RESOLVED', 'CLOSED') THEN greatest(t.updated_at, t.history_at) END,
        CASE WHEN t.status = 'PENDING_INFO' AND NOT t.waits_for_others THEN greatest(t.updated_at, t.history_at) END, 0,
        coalesce(response.met_at IS NOT NULL, false), coalesce(response.stopped_at IS NOT NULL, false), response.breached_at,
        CASE WHEN response.running_since_at IS NOT NULL AND response.breached_at IS NULL THEN response.warn_at END,
        CASE WHEN response.running_since_at IS NOT NULL AND response.breached_at IS NULL THEN response.due_at END,
        coalesce(resolution.met_at IS NOT NULL, false), coalesce(resolution.stopped_at IS NOT NULL, false), resolution.breached_at,
        CASE WHEN resolution.running_since_at IS NOT NULL AND resolution.breached_at IS NULL THEN resolution.warn_at END,
        CASE WHEN resolution.running_since_at IS NOT NULL AND resolution.breached_at IS NULL THEN resolution.due_at END,
        resolution.calendar_id, resolution.calendar_version
    FROM tickets t
        LEFT JOIN sla_clocks response ON response.ticket_id = t.id AND response.kind = 'RESPONSE'
        LEFT JOIN sla_clocks resolution ON resolution.ticket_id = t.id AND resolution.kind = 'RESOLUTION'
    WHERE t.id = ticket AND t.deleted_at IS NULL
$$;

-- The facts that follow on others after a change. What only the two together show is added here, and nowhere else.
CREATE FUNCTION following_facts(former ticket_facts, present ticket_facts) RETURNS ticket_facts LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    present.since_at = greatest(present.since_at, former.since_at);
    IF (present.status, present.stage_id) IS NOT DISTINCT FROM (former.status, former.stage_id) THEN
        present.stage_since_at = former.stage_since_at;
    END IF;
    present.last_assignee_id = coalesce(present.assignee_id, former.last_assignee_id);
    present.hand_overs = former.hand_overs + CASE WHEN present.last_assignee_id <> former.last_assignee_id THEN 1 ELSE 0 END;
    present.questions = former.questions + CASE WHEN present.asking_since_at IS NOT NULL AND former.asking_since_at IS NULL THEN 1 ELSE 0 END;
    IF present.done_since_at IS NOT NULL THEN
        present.done_since_at = coalesce(former.done_since_at, present.done_since_at);
    END IF;
    present.asked_micros = former.asked_micros;
    IF former.asking_since_at IS NOT NULL THEN
        IF present.asking_since_at IS NULL THEN
            present.asked_micros = former.asked_micros + extract(epoch FROM present.since_at - former.asking_since_at) * 1000000;
        ELSE
            present.asking_since_at = former.asking_since_at;
        END IF;
    END IF;
    RETURN present;
END $$;

CREATE FUNCTION keep_ticket_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject uuid;
    former ticket_facts;
    present ticket_facts;
BEGIN
    IF TG_TABLE_NAME = 'tickets' THEN
        subject = NEW.id;
    ELSE
        subject = NEW.ticket_id;
    END IF;
    SELECT * INTO former FROM ticket_facts WHERE ticket_id = subject AND xmin = pg_current_xact_id()::xid;
    IF FOUND THEN
        -- This runs at the end of the transaction, and another change of it has been here.
        RETURN NULL;
    END IF;
    SELECT * INTO present FROM present_facts(subject);
    IF NOT FOUND THEN
        DELETE FROM ticket_facts WHERE ticket_id = subject;
        DELETE FROM former_ticket_facts WHERE ticket_id = subject;
        RETURN NULL;
    END IF;
    SELECT * INTO former FROM ticket_facts WHERE ticket_id = subject FOR UPDATE;
    IF NOT FOUND THEN
        present.since_at = present.created_at;
        present.stage_since_at = present.created_at;
        INSERT INTO ticket_facts SELECT present.*;
        RETURN NULL;
    END IF;
    present = following_facts(former, present);
    IF present.since_at > former.since_at THEN
        INSERT INTO former_ticket_facts
        SELECT former.*, present.since_at, former.resolved_at IS NOT NULL AND present.done_since_at IS NULL;
    END IF;
    UPDATE ticket_facts SET (since_at, status, stage_id, stage_name, stage_since_at, priority, category, team_id, assignee_id, last_assignee_id, merged,
        escalation_level, hand_overs, questions, reopens, first_responded_at, resolved_at, closed_at, done_since_at, asking_since_at, asked_micros,
        response_met, response_stopped, response_breached_at, response_warns_at, response_due_at,
        resolution_met, resolution_stopped, resolution_breached_at, resolution_warns_at, resolution_due_at, calendar_id, calendar_version)
        = (present.since_at, present.status, present.stage_id, present.stage_name, present.stage_since_at, present.priority, present.category,
        present.team_id, present.assignee_id, present.last_assignee_id, present.merged, present.escalation_level, present.hand_overs, present.questions,
        present.reopens, present.first_responded_at, present.resolved_at, present.closed_at, present.done_since_at, present.asking_since_at,
        present.asked_micros, present.response_met, present.response_stopped, present.response_breached_at, present.response_warns_at,
        present.response_due_at, present.resolution_met, present.resolution_stopped, present.resolution_breached_at, present.resolution_warns_at,
        present.resolution_due_at, present.calendar_id, present.calendar_version)
    WHERE ticket_id = subject;
    RETURN NULL;
END $$;

-- At the end of each transaction, when all of its changes can be seen: one state of the facts for one transaction.
CREATE CONSTRAINT TRIGGER keep_facts_of_new AFTER INSERT ON tickets DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION keep_ticket_facts();
CREATE CONSTRAINT TRIGGER keep_facts AFTER UPDATE ON tickets DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN ((OLD.status, OLD.stage_id, OLD.stage_name, OLD.waits_for_others, OLD.priority, OLD.category, OLD.team_id, OLD.assignee_id,
            OLD.merged_into_id, OLD.escalation_level, OLD.reopen_count, OLD.first_responded_at, OLD.resolved_at, OLD.closed_at, OLD.deleted_at, OLD.created_at)
        IS DISTINCT FROM (NEW.status, NEW.stage_id, NEW.stage_name, NEW.waits_for_others, NEW.priority, NEW.category, NEW.team_id, NEW.assignee_id,
            NEW.merged_into_id, NEW.escalation_level, NEW.reopen_count, NEW.first_responded_at, NEW.resolved_at, NEW.closed_at, NEW.deleted_at, NEW.created_at))
    EXECUTE FUNCTION keep_ticket_facts();
CREATE CONSTRAINT TRIGGER keep_facts_of_new_clocks AFTER INSERT ON sla_clocks DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION keep_ticket_facts();
CREATE CONSTRAINT TRIGGER keep_facts AFTER UPDATE ON sla_clocks DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN ((OLD.running_since_at IS NULL, OLD.due_at, OLD.warn_at, OLD.met_at, OLD.breached_at, OLD.stopped_at, OLD.calendar_id, OLD.calendar_version)
        IS DISTINCT FROM (NEW.running_since_at IS NULL, NEW.due_at, NEW.warn_at, NEW.met_at, NEW.breached_at, NEW.stopped_at, NEW.calendar_id, NEW.calendar_version))
    EXECUTE FUNCTION keep_ticket_facts();

INSERT INTO ticket_facts SELECT facts.* FROM tickets CROSS JOIN LATERAL present_facts(tickets.id) facts;

-- The facts of all tickets as they were at an instant.
CREATE FUNCTION ticket_facts_at(instant timestamptz) RETURNS SETOF ticket_facts LANGUAGE sql STABLE AS $$
    SELECT * FROM ticket_facts WHERE since_at <= instant
    UNION ALL
    SELECT ticket_id, number, created_at, since_at, status, stage_id, stage_name, stage_since_at, priority, category, team_id, assignee_id, last_assignee_id,
        merged, escalation_level, hand_overs, questions, reopens, first_responded_at, resolved_at, closed_at, done_since_at, asking_since_at, asked_micros,
        response_met, response_stopped, response_breached_at, response_warns_at, response_due_at,
        resolution_met, resolution_stopped, resolution_breached_at, resolution_warns_at, resolution_due_at, calendar_id, calendar_version
    FROM former_ticket_facts WHERE until_at > instant AND since_at <= instant
$$;

-- What has become of a promise: a deadline that has passed is broken, whether the breach was recorded already or not.
CREATE FUNCTION promise_at(instant timestamptz, met boolean, stopped boolean, breached_at timestamptz, due_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN breached_at <= instant OR due_at <= instant THEN 'BREACHED' WHEN met THEN 'MET' WHEN stopped THEN 'STOPPED' ELSE 'OPEN' END
$$;
