-- How tickets stand to each other. Watchers, deletion and merging have their columns since V13.

-- Kept beside the rows that it counts, so that a page of tickets is shown without counting.
ALTER TABLE tickets
    ADD COLUMN watcher_count integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_tickets_watcher_count CHECK (watcher_count >= 0);

UPDATE tickets SET watcher_count = counted.watchers
FROM (SELECT ticket_id, count(*) AS watchers FROM ticket_watchers GROUP BY ticket_id) AS counted
WHERE counted.ticket_id = tickets.id;

-- Read from ticket_id: this one BLOCKS the other. The other side shows the same row the other way round.
CREATE TABLE ticket_links (
    id         uuid        NOT NULL,
    ticket_id  uuid        NOT NULL,
    type       text        NOT NULL,
    other_id   uuid        NOT NULL,
    created_by uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_ticket_links PRIMARY KEY (id),
    CONSTRAINT fk_ticket_links_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_links_other FOREIGN KEY (other_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_links_created_by FOREIGN KEY (created_by) REFERENCES users (id),
    CONSTRAINT ck_ticket_links_type CHECK (type IN ('RELATES', 'DUPLICATES', 'BLOCKS')),
    CONSTRAINT ck_ticket_links_other CHECK (other_id <> ticket_id)
);

-- One link of a type between two tickets, whichever of them it is read from.
CREATE UNIQUE INDEX uq_ticket_links_pair ON ticket_links (least(ticket_id, other_id), greatest(ticket_id, other_id), type);
-- The links of a ticket, from its own side and, step by step, what it blocks.
CREATE INDEX ix_ticket_links_ticket ON ticket_links (ticket_id);
-- The links of a ticket, from the other side.
CREATE INDEX ix_ticket_links_other ON ticket_links (other_id);
