-- How tickets stand to each other. Watchers, deletion and merging have their columns since V13.

-- Kept beside the rows that it counts, so that a page of tickets is shown without counting.
ALTER TABLE tickets
    ADD COLUMN watcher_count integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_tickets_watcher_count CHECK (watcher_count >= 0);

UPDATE tickets SET watcher_count = counted.watchers
FROM (SELECT ticket_id, count(*) AS watchers FROM ticket_watchers GROUP BY ticket_id) AS counted
WHERE counted.ticket_id = tickets.id;
