-- What is said on a ticket can be answered, reworded and taken back.
ALTER TABLE comments
    ADD COLUMN reply_to_id uuid,
    ADD COLUMN edited_at timestamptz,
    -- Taken back, but there are replies: an empty place that keeps the thread together, for whoever may read one of them.
    ADD COLUMN deleted_at timestamptz,
    -- An administrator has blanked its words.
    ADD COLUMN redacted_at timestamptz,
    DROP CONSTRAINT ck_comments_body,
    ADD CONSTRAINT ck_comments_body CHECK (
        CASE WHEN deleted_at IS NULL AND redacted_at IS NULL THEN char_length(body) BETWEEN 1 AND 50000 ELSE body = '' END),
    -- GET /tickets/{id}/comments; ids rise with time. Unique, so that a reply can name both.
    ADD CONSTRAINT uq_comments_ticket UNIQUE (ticket_id, id),
    -- An answer stands on the same ticket as what it answers.
    ADD CONSTRAINT fk_comments_reply_to FOREIGN KEY (ticket_id, reply_to_id) REFERENCES comments (ticket_id, id);

DROP INDEX ix_comments_ticket;
-- The replies to a comment that is taken back.
CREATE INDEX ix_comments_reply_to ON comments (reply_to_id) WHERE reply_to_id IS NOT NULL;

ALTER TABLE ticket_history
    -- The comment or file that the entry tells of, also when that is gone. No foreign key: it may be.
    ADD COLUMN subject_id uuid,
    -- The entry by which words of this one were blanked.
    ADD COLUMN redacted_by_id uuid,
    ADD CONSTRAINT fk_ticket_history_redacted_by FOREIGN KEY (redacted_by_id) REFERENCES ticket_history (id);

-- History stays append-only for everybody and everything but a redaction, which can only blank words, and only together with an entry of its own that says so (ADR 0014).
CREATE FUNCTION forbid_change_but_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    blanked ticket_history := OLD;
BEGIN
    blanked.from_value := CASE WHEN NEW.from_value IS NULL THEN NULL ELSE OLD.from_value END;
    blanked.to_value := CASE WHEN NEW.to_value IS NULL THEN NULL ELSE OLD.to_value END;
    blanked.reason := CASE WHEN NEW.reason IS NULL THEN NULL ELSE OLD.reason END;
    blanked.redacted_by_id := NEW.redacted_by_id;
    IF NEW IS NOT DISTINCT FROM blanked AND EXISTS (
        SELECT FROM ticket_history redaction
        WHERE redaction.id = NEW.redacted_by_id AND redaction.id <> OLD.id AND redaction.ticket_id = OLD.ticket_id
        AND redaction.action = 'REDACTED' AND redaction.xmin = pg_current_xact_id()::xid)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % is forbidden', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;

DROP TRIGGER ticket_history_is_append_only ON ticket_history;
CREATE TRIGGER ticket_history_is_append_only
    BEFORE DELETE ON ticket_history
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER ticket_history_is_only_redacted
    BEFORE UPDATE ON ticket_history
    FOR EACH ROW EXECUTE FUNCTION forbid_change_but_redaction();

-- The bytes of a file. Written while they arrive, each chunk in its own transaction, so that a slow sender holds no connection; the file counts once an attachment names it.
CREATE TABLE attachment_files (
    id       uuid        NOT NULL,
    begun_at timestamptz NOT NULL,
    complete boolean     NOT NULL DEFAULT false,
    CONSTRAINT pk_attachment_files PRIMARY KEY (id)
);

-- Files that never became an attachment, because somebody hung up and the application was killed before it could clear them away.
CREATE INDEX ix_attachment_files_unfinished ON attachment_files (begun_at) WHERE NOT complete;

CREATE TABLE attachment_chunks (
    file_id uuid    NOT NULL,
    place   integer NOT NULL,
    bytes   bytea   NOT NULL,
    CONSTRAINT pk_attachment_chunks PRIMARY KEY (file_id, place),
    CONSTRAINT fk_attachment_chunks_file FOREIGN KEY (file_id) REFERENCES attachment_files (id) ON DELETE CASCADE,
    CONSTRAINT ck_attachment_chunks_bytes CHECK (octet_length(bytes) BETWEEN 1 AND 262144)
);

-- Pictures and archives do not get smaller, and nothing waits for a compressor.
ALTER TABLE attachment_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE attachments (
    id             uuid        NOT NULL,
    ticket_id      uuid        NOT NULL,
    file_id        uuid        NOT NULL,
    file_name      text        NOT NULL,
    -- What the bytes look like, whatever the sender said.
    content_type   text        NOT NULL,
    size           bigint      NOT NULL,
    sha256         text        NOT NULL,
    visibility     text        NOT NULL,
    uploaded_by_id uuid        NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT pk_attachments PRIMARY KEY (id),
    -- GET /tickets/{id}/attachments, and how many there are; ids rise with time.
    CONSTRAINT uq_attachments_ticket UNIQUE (ticket_id, id),
    CONSTRAINT uq_attachments_file UNIQUE (file_id),
    CONSTRAINT fk_attachments_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_attachments_file FOREIGN KEY (file_id) REFERENCES attachment_files (id),
    CONSTRAINT fk_attachments_uploaded_by FOREIGN KEY (uploaded_by_id) REFERENCES users (id),
    CONSTRAINT ck_attachments_file_name CHECK (char_length(file_name) BETWEEN 1 AND 255),
    CONSTRAINT ck_attachments_size CHECK (size BETWEEN 1 AND 26214400),
    CONSTRAINT ck_attachments_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_attachments_visibility CHECK (visibility IN ('PUBLIC', 'INTERNAL'))
);
