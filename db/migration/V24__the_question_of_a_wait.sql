-- The comment with the question for whose answer a ticket waits, so that the requester's task shows it as its author last wrote it.
ALTER TABLE tickets
    ADD COLUMN question_id uuid,
    ADD CONSTRAINT fk_tickets_question FOREIGN KEY (question_id) REFERENCES comments (id) ON DELETE SET NULL;

-- For the deletion of a comment. Few tickets wait at a time.
CREATE INDEX ix_tickets_question ON tickets (question_id) WHERE question_id IS NOT NULL;

-- For the tickets that wait already: the last public comment before the wait began.
UPDATE tickets SET question_id = (
    SELECT asked.id FROM comments asked
    WHERE asked.ticket_id = tickets.id AND asked.visibility = 'PUBLIC' AND asked.deleted_at IS NULL
    AND asked.created_at <= (
        SELECT max(began.at) FROM ticket_history began
        WHERE began.ticket_id = tickets.id AND began.action = 'STATUS_CHANGED' AND began.to_value = 'PENDING_INFO')
    ORDER BY asked.id DESC LIMIT 1)
WHERE status = 'PENDING_INFO';
