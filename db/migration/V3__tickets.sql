-- A ticket, what was said about it, and everything that ever happened to it.

-- The number people say on the phone: TKT-1001. Gaps are fine, reuse is not.
CREATE SEQUENCE ticket_numbers START WITH 1001;

CREATE TABLE tickets (
    id                    uuid        NOT NULL,
    number                bigint      NOT NULL,
    title                 text        NOT NULL,
    description           text        NOT NULL,
    -- Status and stage are a projection of the process instance; only the engine's listeners write them.
    status                text        NOT NULL,
    stage_id              text,
    stage_name            text,
    priority              text        NOT NULL,
    category              text        NOT NULL,
    tags                  text[]      NOT NULL DEFAULT '{}',
    requester_id          uuid        NOT NULL,
    assignee_id           uuid,
    team_id               uuid,
    escalation_level      integer     NOT NULL DEFAULT 0,
    reopen_count          integer     NOT NULL DEFAULT 0,
    resolution_code       text,
    resolution            text,
    parent_id             uuid,
    -- Where the lifecycle of this ticket runs. No foreign key: the engine's tables are the engine's.
    process_instance_id   text,
    process_definition_id text,
    task_id               text,
    -- How many state tasks stand open. The check makes a second one impossible, whoever tries to start it.
    state_tasks           integer     NOT NULL DEFAULT 0,
    -- Tasks an owner drew between two states: [{"id","name"}].
    open_tasks            jsonb       NOT NULL DEFAULT '[]',
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    -- The last act of staff. Not part of the version: an internal note must not show in the ETag.
    last_activity_at      timestamptz,
    first_responded_at    timestamptz,
    resolved_at           timestamptz,
    closed_at             timestamptz,
    -- The newest history entry's instant, so that the next one is later even if the clock stands still.
    history_at            timestamptz NOT NULL,
    version               bigint      NOT NULL,
    CONSTRAINT pk_tickets PRIMARY KEY (id),
    CONSTRAINT uq_tickets_number UNIQUE (number),
    CONSTRAINT fk_tickets_requester FOREIGN KEY (requester_id) REFERENCES users (id),
    CONSTRAINT fk_tickets_assignee FOREIGN KEY (assignee_id) REFERENCES users (id),
    CONSTRAINT fk_tickets_team FOREIGN KEY (team_id) REFERENCES teams (id),
    CONSTRAINT fk_tickets_parent FOREIGN KEY (parent_id) REFERENCES tickets (id),
    CONSTRAINT ck_tickets_title CHECK (char_length(title) BETWEEN 1 AND 200),
    CONSTRAINT ck_tickets_description CHECK (char_length(description) <= 50000),
    CONSTRAINT ck_tickets_status CHECK (status IN ('NEW', 'OPEN', 'IN_PROGRESS', 'PENDING_INFO', 'ESCALATED', 'RESOLVED', 'REOPENED', 'CLOSED')),
    CONSTRAINT ck_tickets_priority CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    CONSTRAINT ck_tickets_category CHECK (category IN ('VM', 'NETWORK', 'STORAGE', 'DATABASE', 'SECURITY', 'ACCESS', 'CI_CD', 'MONITORING', 'APPLICATION', 'OTHER')),
    CONSTRAINT ck_tickets_escalation_level CHECK (escalation_level BETWEEN 0 AND 4),
    CONSTRAINT ck_tickets_resolution_code CHECK (resolution_code IN ('FIXED', 'WORKAROUND', 'DUPLICATE', 'CANNOT_REPRODUCE', 'CANCELLED', 'NO_ANSWER')),
    CONSTRAINT ck_tickets_resolution CHECK (char_length(resolution) <= 50000),
    CONSTRAINT ck_tickets_state_tasks CHECK (state_tasks BETWEEN 0 AND 1),
    CONSTRAINT ck_tickets_closed CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL))
);

CREATE TABLE comments (
    id         uuid        NOT NULL,
    ticket_id  uuid        NOT NULL,
    -- null: the system, such as the answer that was never given.
    author_id  uuid,
    body       text        NOT NULL,
    visibility text        NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_comments PRIMARY KEY (id),
    CONSTRAINT fk_comments_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_comments_author FOREIGN KEY (author_id) REFERENCES users (id),
    CONSTRAINT ck_comments_body CHECK (char_length(body) BETWEEN 1 AND 50000),
    CONSTRAINT ck_comments_visibility CHECK (visibility IN ('PUBLIC', 'INTERNAL'))
);

CREATE TABLE ticket_history (
    id         uuid        NOT NULL,
    ticket_id  uuid        NOT NULL,
    at         timestamptz NOT NULL,
    -- null: the system itself.
    actor_id   uuid,
    action     text        NOT NULL,
    field      text,
    from_value text,
    to_value   text,
    reason     text,
    visibility text        NOT NULL,
    source     text        NOT NULL,
    ip         text,
    request_id text,
    CONSTRAINT pk_ticket_history PRIMARY KEY (id),
    -- Also the way to list a ticket's history in order.
    CONSTRAINT uq_ticket_history_at UNIQUE (ticket_id, at),
    CONSTRAINT fk_ticket_history_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_ticket_history_actor FOREIGN KEY (actor_id) REFERENCES users (id),
    CONSTRAINT ck_ticket_history_visibility CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
    CONSTRAINT ck_ticket_history_source CHECK (source IN ('API', 'TASKLIST', 'ENGINE', 'TIMER'))
);

CREATE TRIGGER ticket_history_is_append_only
    BEFORE UPDATE OR DELETE ON ticket_history
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
