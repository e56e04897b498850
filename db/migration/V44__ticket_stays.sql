-- How long tickets were at each stage. Counted once for a ticket that is closed, because a report on many years would otherwise add up millions of states.

CREATE TABLE counted_stages (
    id         integer GENERATED ALWAYS AS IDENTITY,
    status     text    NOT NULL,
    -- Empty where the ticket had no stage.
    stage_id   text    NOT NULL,
    stage_name text,
    CONSTRAINT pk_counted_stages PRIMARY KEY (id),
    CONSTRAINT uq_counted_stages UNIQUE (status, stage_id)
);
COMMENT ON TABLE counted_stages IS 'A number for each pair of status and stage at which a closed ticket was.';

CREATE TABLE ticket_stays (
    ticket_id  uuid             NOT NULL,
    -- The ticket's own facts; they are repeated here because they choose the tickets of a report.
    created_at timestamptz      NOT NULL,
    since_at   timestamptz      NOT NULL,
    team_id    uuid,
    priority   text             NOT NULL,
    category   text             NOT NULL,
    stage      integer          NOT NULL,
    -- In seconds: the sum of all stays of the ticket, around the clock and in the business hours that it follows.
    elapsed    double precision NOT NULL,
    working    double precision NOT NULL,
    CONSTRAINT fk_ticket_stays_stage FOREIGN KEY (stage) REFERENCES counted_stages (id),
    CONSTRAINT fk_ticket_stays_ticket FOREIGN KEY (ticket_id) REFERENCES ticket_facts (ticket_id) ON DELETE CASCADE
);
COMMENT ON TABLE ticket_stays IS 'How long each closed ticket was at each stage. Merged tickets have no rows. A change of the ticket takes its rows away.';
CREATE INDEX ix_ticket_stays_ticket ON ticket_stays (ticket_id);
-- Has all that a report reads.
CREATE INDEX ix_ticket_stays_stage ON ticket_stays (stage, created_at) INCLUDE (since_at, team_id, priority, category, elapsed, working);

CREATE TABLE uncounted_tickets (
    ticket_id uuid NOT NULL,
    CONSTRAINT pk_uncounted_tickets PRIMARY KEY (ticket_id),
    CONSTRAINT fk_uncounted_tickets_ticket FOREIGN KEY (ticket_id) REFERENCES ticket_facts (ticket_id) ON DELETE CASCADE
);
COMMENT ON TABLE uncounted_tickets IS 'Closed tickets whose stays wait to be counted.';

CREATE FUNCTION count_stays_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL THEN
        DELETE FROM ticket_stays WHERE ticket_id = NEW.ticket_id;
    END IF;
    IF NEW.closed_at IS NOT NULL THEN
        INSERT INTO uncounted_tickets VALUES (NEW.ticket_id) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM uncounted_tickets WHERE ticket_id = NEW.ticket_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_stays_of_new AFTER INSERT ON ticket_facts
    FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION count_stays_again();
CREATE TRIGGER count_stays AFTER UPDATE ON ticket_facts
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL OR NEW.closed_at IS NOT NULL) EXECUTE FUNCTION count_stays_again();

INSERT INTO uncounted_tickets SELECT ticket_id FROM ticket_facts WHERE closed_at IS NOT NULL;

-- The states of tickets of which no stays are counted: of those that are not closed, of those that wait to be counted, and former states of all.
CREATE VIEW uncounted_states AS
    SELECT ticket_id, created_at, since_at, status, stage_id, stage_name, priority, category, team_id, merged, calendar_id, calendar_version,
        timestamptz 'infinity' AS until_at
    FROM ticket_facts WHERE closed_at IS NULL
    UNION ALL
    SELECT ticket_id, created_at, since_at, status, stage_id, stage_name, priority, category, team_id, merged, calendar_id, calendar_version,
        timestamptz 'infinity'
    FROM ticket_facts JOIN uncounted_tickets USING (ticket_id) WHERE closed_at IS NOT NULL
    UNION ALL
    SELECT ticket_id, created_at, since_at, status, stage_id, stage_name, priority, category, team_id, merged, calendar_id, calendar_version,
        until_at
    FROM former_ticket_facts;
COMMENT ON VIEW uncounted_states IS 'What a report on times adds to the stays that are counted.';
