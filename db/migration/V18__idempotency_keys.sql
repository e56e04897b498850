-- Which requests with an Idempotency-Key were carried out, so that one that is sent again is not carried out again.
CREATE TABLE idempotency_keys (
    caller_id  uuid        NOT NULL,
    -- Method and path: POST /api/v1/tickets
    route      text        NOT NULL,
    key        text        NOT NULL,
    -- SHA-256 of the body: the same key with another body is a mistake of the caller.
    body_hash  bytea       NOT NULL,
    -- What the answer is built from again: an id. The answer itself is not kept, it might show what the caller may no longer see.
    result     text,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (caller_id, route, key),
    CONSTRAINT fk_idempotency_keys_caller FOREIGN KEY (caller_id) REFERENCES users (id)
);

-- Keys are forgotten after a day.
CREATE INDEX ix_idempotency_keys_created ON idempotency_keys (created_at);
