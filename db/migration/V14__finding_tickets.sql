-- Finding tickets among a million of them: what lists filter and sort by stands in an index, and what was written on a ticket in a document for the search.

ALTER TABLE tickets
    -- What the clocks of this ticket say, kept here by the module that keeps those, so that lists are filtered and sorted by it: the earliest deadline
    -- of a promise that is neither met nor stopped, and which ones were ever broken.
    ADD COLUMN next_due_at         timestamptz,
    ADD COLUMN response_breached   boolean NOT NULL DEFAULT false,
    ADD COLUMN resolution_breached boolean NOT NULL DEFAULT false;

UPDATE tickets SET
    next_due_at = clocks.next_due_at,
    response_breached = clocks.response_breached,
    resolution_breached = clocks.resolution_breached
FROM (
    SELECT ticket_id,
        min(due_at) FILTER (WHERE met_at IS NULL AND stopped_at IS NULL) AS next_due_at,
        bool_or(kind = 'RESPONSE' AND breached_at IS NOT NULL) AS response_breached,
        bool_or(kind = 'RESOLUTION' AND breached_at IS NOT NULL) AS resolution_breached
    FROM sla_clocks GROUP BY ticket_id) AS clocks
WHERE clocks.ticket_id = tickets.id;

-- The order in which a ticket lives, which is not that of the alphabet.
CREATE FUNCTION status_order(status text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE status
    WHEN 'NEW' THEN 1 WHEN 'OPEN' THEN 2 WHEN 'IN_PROGRESS' THEN 3 WHEN 'PENDING_INFO' THEN 4
    WHEN 'ESCALATED' THEN 5 WHEN 'RESOLVED' THEN 6 WHEN 'REOPENED' THEN 7 WHEN 'CLOSED' THEN 8 END;

DROP INDEX ix_tickets_priority;
-- GET /tickets?priority=, newest first, and ?sort=priority.
CREATE INDEX ix_tickets_priority ON tickets (priority, created_at, number);
-- GET /tickets?sort=status.
CREATE INDEX ix_tickets_status_order ON tickets (status_order(status), created_at, number);
-- GET /tickets?sort=title.
CREATE INDEX ix_tickets_title ON tickets (lower(title), number);
-- GET /tickets?sort=dueAt and ?dueBefore=. What has no open deadline is due never.
CREATE INDEX ix_tickets_due ON tickets (coalesce(next_due_at, 'infinity'), number);
-- GET /tickets?breached=, newest first.
CREATE INDEX ix_tickets_response_breached ON tickets (created_at, number) WHERE response_breached;
CREATE INDEX ix_tickets_resolution_breached ON tickets (created_at, number) WHERE resolution_breached;
-- GET /tickets?parent=, newest first.
CREATE INDEX ix_tickets_children ON tickets (parent_id, created_at, number) WHERE parent_id IS NOT NULL;

-- Each tag of each ticket, beside tickets.tags, because an index of arrays knows no order.
CREATE TABLE ticket_tags (
    tag        text        NOT NULL,
    created_at timestamptz NOT NULL,
    number     bigint      NOT NULL,
    ticket_id  uuid        NOT NULL,
    -- GET /tickets?tag=, newest first.
    CONSTRAINT pk_ticket_tags PRIMARY KEY (tag, created_at, number),
    CONSTRAINT fk_ticket_tags_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
);

CREATE FUNCTION keep_ticket_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM ticket_tags WHERE tag = ANY (OLD.tags) AND created_at = OLD.created_at AND number = OLD.number;
    END IF;
    INSERT INTO ticket_tags SELECT DISTINCT tag, NEW.created_at, NEW.number, NEW.id FROM unnest(NEW.tags) AS tag;
    RETURN NULL;
END $$;

INSERT INTO ticket_tags SELECT DISTINCT tag, created_at, number, id FROM tickets, unnest(tags) AS tag;

CREATE TRIGGER keep_ticket_tags_of_new AFTER INSERT ON tickets
    FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION keep_ticket_tags();
CREATE TRIGGER keep_ticket_tags AFTER UPDATE OF tags ON tickets
    FOR EACH ROW WHEN (OLD.tags IS DISTINCT FROM NEW.tags) EXECUTE FUNCTION keep_ticket_tags();

-- What can be found by words: number, title, description and comments of a ticket in one document, so that the index itself finds those that have all the
-- words. In a table of its own: a ticket's row is written at every step, its words are not. A deleted ticket has none.
CREATE TABLE ticket_texts (
    ticket_id       uuid     NOT NULL,
    -- A ticket that much is said about has several documents, so that a comment costs no more on a long ticket than on a short one.
    part            integer  NOT NULL,
    number          bigint   NOT NULL,
    -- How many characters went into it.
    size            integer  NOT NULL,
    -- The ticket has several parts.
    is_one_of_many  boolean  NOT NULL,
    document        tsvector NOT NULL,
    -- The same without what only staff may read; null: there is no such thing in it.
    public_document tsvector,
    CONSTRAINT pk_ticket_texts PRIMARY KEY (ticket_id, part),
    CONSTRAINT fk_ticket_texts_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id)
) WITH (toast_tuple_target = 8160);

-- Words as people look for them: in lower case, cut at every sign, none left out and none reduced to a stem. Names of hosts and programs, paths and codes
-- of errors are what is looked for in tickets of any language, and these have no stem; /var/log/syslog is found by syslog.
CREATE FUNCTION plain_words(content text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(translate(content, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~„“”‚‘’«»–—…•·→' || chr(160), repeat(' ', 47)));

CREATE FUNCTION words_of(content text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple', plain_words(content));

-- What one word or phrase of a search asks for: its words one behind the other. Whoever types without quotes has not finished the last one. Null, which finds
-- nothing, where there is none.
CREATE FUNCTION searched(wanted text, is_beginning boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsquery('pg_catalog.simple',
    '''' || regexp_replace(nullif(btrim(plain_words(wanted), E' \t\r\n\f\v'), ''), '\s+', ''' <-> ''', 'g')
    || CASE WHEN is_beginning THEN ''':*' ELSE '''' END);

-- One text behind the other, a little apart: no phrase begins in one and ends in the next.
CREATE FUNCTION followed_by(former tsvector, next tsvector) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ts_delete(former || '''|'':2'::tsvector || next, '|');

-- The index knows each word once for every 8 192 tickets, its run, so that the newest tickets with a word are found without looking at all that have it, which
-- may be hundreds of thousands.
CREATE FUNCTION run_of(number bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN number >> 13;

CREATE FUNCTION words_in_run(number bigint, document tsvector) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(ARRAY(SELECT run_of(number) || ' ' || word FROM unnest(tsvector_to_array(document)) AS word));

-- What one word or phrase of a search asks of that index, @ being the run: all of its words. In which order they stand, only the document knows.
CREATE FUNCTION sought(wanted text, is_beginning boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg('''@ ' || lexeme || CASE WHEN is_beginning AND is_last THEN ''':*' ELSE '''' END, ' & ')
    FROM (
        SELECT lexeme, positions[array_upper(positions, 1)] = max(positions[array_upper(positions, 1)]) OVER () AS is_last
        FROM unnest(words_of(wanted))) AS words);

-- The same of a row of runs; null, which finds nothing, where there is none.
CREATE FUNCTION sought_in_runs(pattern text, lowest bigint, highest bigint) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(replace(pattern, '@', run::text), ' | ') FROM generate_series(greatest(lowest, 0), highest) AS run)::tsquery;

-- GET /tickets?q=. What was written last stands in a list that every search reads through: a short one.
CREATE INDEX ix_ticket_texts_words ON ticket_texts USING gin (words_in_run(number, document)) WITH (gin_pending_list_limit = 256);
-- GET /tickets?q= with several words: they may stand in different parts of a long ticket.
CREATE INDEX ix_ticket_texts_long ON ticket_texts USING gin (document) WHERE is_one_of_many;

CREATE FUNCTION add_ticket_text(ticket uuid, ticket_number bigint, body text, internal boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    words tsvector := words_of(body);
BEGIN
    UPDATE ticket_texts SET
        size = size + length(body),
        document = followed_by(document, words),
        public_document = CASE
            WHEN internal THEN coalesce(public_document, document)
            WHEN public_document IS NOT NULL THEN followed_by(public_document, words)
        END
    WHERE ticket_id = ticket AND size < 20000
        AND part = (SELECT max(last.part) FROM ticket_texts last WHERE last.ticket_id = ticket);
    IF NOT FOUND THEN
        UPDATE ticket_texts SET is_one_of_many = true WHERE ticket_id = ticket AND NOT is_one_of_many;
        INSERT INTO ticket_texts
        SELECT ticket, max(part) + 1, ticket_number, length(body), true, words,
            CASE WHEN internal THEN ''::tsvector END
        FROM ticket_texts WHERE ticket_id = ticket HAVING count(*) > 0;
    END IF;
END $$;

CREATE FUNCTION begin_ticket_text(ticket tickets) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ticket_texts VALUES (
        ticket.id, 0, ticket.number, length(ticket.title) + length(ticket.description), false,
        followed_by(
            setweight(words_of('TKT-' || ticket.number || ' ' || ticket.title), 'A'),
            setweight(words_of(ticket.description), 'B')),
        NULL)
$$;

-- From the beginning, because something was reworded or taken back.
CREATE FUNCTION renew_ticket_text(wanted uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ticket_texts WHERE ticket_id = wanted;
    PERFORM begin_ticket_text(ticket) FROM tickets ticket WHERE id = wanted AND deleted_at IS NULL;
    PERFORM add_ticket_text(wanted, said.number, said.body, said.visibility = 'INTERNAL')
    FROM (
        SELECT number, body, visibility FROM comments JOIN tickets ON tickets.id = comments.ticket_id
        WHERE ticket_id = wanted ORDER BY comments.id OFFSET 0) AS said;
END $$;

CREATE FUNCTION keep_ticket_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM begin_ticket_text(NEW);
    ELSE
        PERFORM renew_ticket_text(NEW.id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION keep_comment_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM add_ticket_text(NEW.ticket_id, number, NEW.body, NEW.visibility = 'INTERNAL') FROM tickets WHERE id = NEW.ticket_id;
    ELSE
        PERFORM renew_ticket_text(OLD.ticket_id);
        IF TG_OP = 'UPDATE' AND NEW.ticket_id <> OLD.ticket_id THEN
            PERFORM renew_ticket_text(NEW.ticket_id);
        END IF;
    END IF;
    RETURN NULL;
END $$;

DO $$ BEGIN PERFORM renew_ticket_text(id) FROM tickets; END $$;

CREATE TRIGGER keep_ticket_text_of_new AFTER INSERT ON tickets
    FOR EACH ROW EXECUTE FUNCTION keep_ticket_text();
CREATE TRIGGER keep_ticket_text AFTER UPDATE OF title, description, deleted_at ON tickets
    FOR EACH ROW
    WHEN ((OLD.title, OLD.description, OLD.deleted_at) IS DISTINCT FROM (NEW.title, NEW.description, NEW.deleted_at))
    EXECUTE FUNCTION keep_ticket_text();
CREATE TRIGGER keep_comment_text_of_new AFTER INSERT OR DELETE ON comments
    FOR EACH ROW EXECUTE FUNCTION keep_comment_text();
CREATE TRIGGER keep_comment_text AFTER UPDATE OF body, visibility, ticket_id ON comments
    FOR EACH ROW WHEN ((OLD.body, OLD.visibility, OLD.ticket_id) IS DISTINCT FROM (NEW.body, NEW.visibility, NEW.ticket_id))
    EXECUTE FUNCTION keep_comment_text();
