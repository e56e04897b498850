-- What is said on a ticket can be answered, reworded and taken back.
ALTER TABLE comments
    ADD COLUMN reply_to_id uuid,
    ADD COLUMN edited_at timestamptz,
    -- Taken back, but there are replies: an empty place that keeps the thread together, for whoever may read one of them.
    ADD COLUMN deleted_at timestamptz,
    DROP CONSTRAINT ck_comments_body,
    ADD CONSTRAINT ck_comments_body CHECK (
        char_length(body) BETWEEN 1 AND 50000 AND deleted_at IS NULL
        OR body = '' AND deleted_at IS NOT NULL),
    -- GET /tickets/{id}/comments; ids rise with time. Unique, so that a reply can name both.
    ADD CONSTRAINT uq_comments_ticket UNIQUE (ticket_id, id),
    -- An answer stands on the same ticket as what it answers.
    ADD CONSTRAINT fk_comments_reply_to FOREIGN KEY (ticket_id, reply_to_id) REFERENCES comments (ticket_id, id);

DROP INDEX ix_comments_ticket;
-- The replies to a comment that is taken back.
CREATE INDEX ix_comments_reply_to ON comments (reply_to_id) WHERE reply_to_id IS NOT NULL;

ALTER TABLE ticket_history
    -- The comment or file that the entry tells of, also when that is gone. No foreign key: it may be.
    ADD COLUMN subject_id uuid;
