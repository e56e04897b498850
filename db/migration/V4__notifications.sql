-- What people were told, and the outbox: what is still to be sent to them, by which way and with what success.

CREATE TABLE notifications (
    id            uuid        NOT NULL,
    recipient_id  uuid        NOT NULL,
    event         text        NOT NULL,
    title         text        NOT NULL,
    body          text        NOT NULL,
    -- null: not about a ticket.
    ticket_id     uuid,
    -- As people say it; a number never changes, so a list of notifications reads no tickets.
    ticket_number text,
    created_at    timestamptz NOT NULL,
    read_at       timestamptz,
    CONSTRAINT pk_notifications PRIMARY KEY (id),
    CONSTRAINT fk_notifications_recipient FOREIGN KEY (recipient_id) REFERENCES users (id),
    CONSTRAINT fk_notifications_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT ck_notifications_event CHECK (event IN (
        'TICKET_CREATED', 'TICKET_ASSIGNED', 'STATUS_CHANGED', 'COMMENT_ADDED', 'INFO_REQUESTED', 'SLA_WARNING', 'SLA_BREACHED',
        'ESCALATION_RAISED', 'ESCALATION_ACKNOWLEDGED', 'RESOLUTION_PROPOSED', 'TICKET_REOPENED', 'TICKET_CLOSED')),
    CONSTRAINT ck_notifications_ticket CHECK ((ticket_id IS NULL) = (ticket_number IS NULL))
);

-- Everything a person was told, newest first.
CREATE INDEX ix_notifications_recipient ON notifications (recipient_id, created_at, id);
-- What a person has not read, newest first, and how much that is.
CREATE INDEX ix_notifications_unread ON notifications (recipient_id, created_at, id) WHERE read_at IS NULL;

CREATE TABLE deliveries (
    id              uuid        NOT NULL,
    notification_id uuid        NOT NULL,
    channel         text        NOT NULL,
    -- The address or number at the time; a person's later one does not change where this went.
    recipient       text        NOT NULL,
    state           text        NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    last_error      text,
    -- What the provider calls it, to match its reports.
    provider_id     text,
    created_at      timestamptz NOT NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (id),
    CONSTRAINT fk_deliveries_notification FOREIGN KEY (notification_id) REFERENCES notifications (id),
    CONSTRAINT ck_deliveries_channel CHECK (channel IN ('EMAIL', 'SMS', 'SLACK', 'IN_APP')),
    CONSTRAINT ck_deliveries_state CHECK (state IN ('PENDING', 'SENT', 'DELIVERED', 'FAILED', 'SUPPRESSED')),
    CONSTRAINT ck_deliveries_attempts CHECK (attempts >= 0),
    CONSTRAINT ck_deliveries_next_attempt CHECK ((state = 'PENDING') = (next_attempt_at IS NOT NULL)),
    CONSTRAINT ck_deliveries_last_error CHECK (state NOT IN ('FAILED', 'SUPPRESSED') OR last_error IS NOT NULL)
);

-- What is due to be sent, oldest first, and how much is waiting.
CREATE INDEX ix_deliveries_pending ON deliveries (next_attempt_at) WHERE state = 'PENDING';
