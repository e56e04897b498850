-- Each attempt to send a message is a row of its own. The limits on messages count these rows, so all nodes share the limits.
CREATE TABLE delivery_attempts (
    id          uuid        NOT NULL,
    delivery_id uuid        NOT NULL,
    channel     text        NOT NULL,
    -- The person or the webhook whose limit the attempt counts for; null when it counts for none.
    reader      text,
    at          timestamptz NOT NULL,
    -- Null while the attempt lasts, and for ever if the node died with it.
    ended_at    timestamptz,
    outcome     text,
    error       text,
    -- The id that the provider gave to the message.
    provider_id text,
    -- Into how many parts the provider cut the message: the segments of an SMS.
    parts       integer,
    -- The provider wants nothing for this reader before this instant.
    not_before_at timestamptz,
    CONSTRAINT pk_delivery_attempts PRIMARY KEY (id),
    CONSTRAINT fk_delivery_attempts_delivery FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE,
    CONSTRAINT ck_delivery_attempts_channel CHECK (channel IN ('EMAIL', 'SMS', 'SLACK')),
    CONSTRAINT ck_delivery_attempts_outcome CHECK (outcome IN ('SENT', 'PUT_OFF', 'FAILED')),
    CONSTRAINT ck_delivery_attempts_ended CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CONSTRAINT ck_delivery_attempts_error CHECK ((error IS NULL) = (outcome IS NULL OR outcome = 'SENT')),
    CONSTRAINT ck_delivery_attempts_parts CHECK (parts >= 1)
);

-- All attempts of one delivery, in their order.
CREATE INDEX ix_delivery_attempts_delivery ON delivery_attempts (delivery_id, at);
-- The latest attempts for one reader.
CREATE INDEX ix_delivery_attempts_reader ON delivery_attempts (channel, reader, at) WHERE reader IS NOT NULL;

COMMENT ON TABLE delivery_attempts IS 'One row for each attempt to send a message. It is written before the sending begins.';

ALTER TABLE deliveries
    -- The person or the webhook whose limit the message counts for; null for mails about accounts, which no limit holds back.
    ADD COLUMN reader text,
    -- A limit holds the message back. It leaves in one message with all others that are held back for the same reader.
    ADD COLUMN held boolean NOT NULL DEFAULT false,
    -- The delivery in whose message this one leaves.
    ADD COLUMN digest_id uuid,
    ADD CONSTRAINT fk_deliveries_digest FOREIGN KEY (digest_id) REFERENCES deliveries (id) ON DELETE SET NULL,
    ADD CONSTRAINT ck_deliveries_held CHECK (NOT held OR (reader IS NOT NULL AND digest_id IS NULL));

UPDATE deliveries SET reader = (SELECT recipient_id::text FROM notifications WHERE notifications.id = notification_id)
WHERE state = 'PENDING' AND notification_id IS NOT NULL;

-- What is due by one channel, oldest first.
DROP INDEX ix_deliveries_pending;
CREATE INDEX ix_deliveries_pending ON deliveries (channel, next_attempt_at, id) WHERE state = 'PENDING';
-- What is held back for one reader.
CREATE INDEX ix_deliveries_held ON deliveries (channel, reader, id) WHERE held AND state = 'PENDING';
-- What leaves in one message.
CREATE INDEX ix_deliveries_digest ON deliveries (digest_id) WHERE digest_id IS NOT NULL;
