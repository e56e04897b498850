-- How much each person has to do, kept current by the tickets table itself: routing asks for it while others wait, and counting would take longer with
-- every open ticket. A person who never had a ticket has no row.
CREATE TABLE open_work (
    person_id    uuid   NOT NULL,
    -- Neither resolved nor closed.
    open_tickets bigint NOT NULL,
    -- The same, weighted by priority.
    weight       bigint NOT NULL,
    CONSTRAINT pk_open_work PRIMARY KEY (person_id),
    CONSTRAINT fk_open_work_person FOREIGN KEY (person_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_open_work_counted CHECK (open_tickets >= 0 AND weight >= open_tickets)
) WITH (fillfactor = 50);

-- What a ticket in this state adds to its assignee's work; 0: nothing.
CREATE FUNCTION work_of(status text, priority text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN status IN ('RESOLVED', 'CLOSED') THEN 0
        ELSE CASE priority WHEN 'P1' THEN 4 WHEN 'P2' THEN 3 WHEN 'P3' THEN 2 ELSE 1 END
    END
$$;

CREATE FUNCTION count_open_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person uuid;
    tickets bigint;
    work bigint;
BEGIN
    -- One person after the other by id: two hand-overs in opposite directions wait for each other instead of deadlocking.
    FOR person, tickets, work IN
        SELECT change.person_id, sum(change.tickets), sum(change.work) FROM (
            SELECT OLD.assignee_id AS person_id, -1 AS tickets, -work_of(OLD.status, OLD.priority) AS work
            WHERE TG_OP <> 'INSERT' AND work_of(OLD.status, OLD.priority) > 0
            UNION ALL
            SELECT NEW.assignee_id, 1, work_of(NEW.status, NEW.priority)
            WHERE TG_OP <> 'DELETE' AND work_of(NEW.status, NEW.priority) > 0) AS change
        WHERE change.person_id IS NOT NULL
        GROUP BY change.person_id
        HAVING sum(change.tickets) <> 0 OR sum(change.work) <> 0
        ORDER BY change.person_id
    LOOP
        INSERT INTO open_work AS known VALUES (person, greatest(tickets, 0), greatest(work, 0))
        ON CONFLICT (person_id) DO UPDATE SET open_tickets = known.open_tickets + tickets, weight = known.weight + work;
    END LOOP;
    RETURN NULL;
END $$;

INSERT INTO open_work
SELECT assignee_id, count(*), sum(work_of(status, priority)) FROM tickets
WHERE assignee_id IS NOT NULL AND work_of(status, priority) > 0
GROUP BY assignee_id;

CREATE TRIGGER count_open_work_of_new AFTER INSERT OR DELETE ON tickets
    FOR EACH ROW EXECUTE FUNCTION count_open_work();
CREATE TRIGGER count_open_work AFTER UPDATE ON tickets
    FOR EACH ROW
    WHEN ((OLD.assignee_id, work_of(OLD.status, OLD.priority)) IS DISTINCT FROM (NEW.assignee_id, work_of(NEW.status, NEW.priority)))
    EXECUTE FUNCTION count_open_work();

-- What counted before.
DROP INDEX ix_tickets_open_work;
