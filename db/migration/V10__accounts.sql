-- What accounts need beside a password: mailed links, a second factor, tokens for scripts, and patience with those who guess.

ALTER TABLE users
    -- The shared secret of the person's authenticator; there from the set-up on, asked for once enabled.
    ADD COLUMN mfa_secret bytea,
    ADD COLUMN mfa_enabled boolean NOT NULL DEFAULT false,
    -- The time step of the last code that was taken: a code is good once.
    ADD COLUMN mfa_last_step bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_users_mfa CHECK (NOT mfa_enabled OR mfa_secret IS NOT NULL);

-- Everybody by name: administrators page through them.
CREATE INDEX ix_users_by_name ON users (full_name, id);

ALTER TABLE teams
    ADD COLUMN ended_at timestamptz;

-- A name is free again when its team has ended.
DROP INDEX uq_teams_name;
CREATE UNIQUE INDEX uq_teams_name ON teams (lower(name)) WHERE ended_at IS NULL;

ALTER TABLE user_sessions
    ADD COLUMN kind text NOT NULL DEFAULT 'API',
    ADD COLUMN expires_at timestamptz,
    ADD CONSTRAINT ck_user_sessions_kind CHECK (kind IN ('API', 'WEB'));
UPDATE user_sessions SET expires_at = last_seen_at + interval '7 days';
ALTER TABLE user_sessions
    ALTER COLUMN expires_at SET NOT NULL,
    ALTER COLUMN kind DROP DEFAULT;

-- Old ones are cleared away, and their refresh tokens with them.
CREATE INDEX ix_user_sessions_by_expiry ON user_sessions (expires_at);

-- Links in mails. Good once; the newest of a person and purpose counts.
CREATE TABLE mailed_tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    -- SHA-256 of the 32 random bytes in the link.
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT pk_mailed_tokens PRIMARY KEY (id),
    CONSTRAINT uq_mailed_tokens_token_hash UNIQUE (token_hash),
    CONSTRAINT uq_mailed_tokens_purpose UNIQUE (user_id, purpose),
    CONSTRAINT fk_mailed_tokens_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT ck_mailed_tokens_purpose CHECK (purpose IN ('VERIFY_ADDRESS', 'RESET_PASSWORD', 'INVITATION')),
    CONSTRAINT ck_mailed_tokens_token_hash CHECK (length(token_hash) = 32)
);

-- A password was right, and the second factor is asked for.
CREATE TABLE mfa_challenges (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    CONSTRAINT pk_mfa_challenges PRIMARY KEY (id),
    CONSTRAINT uq_mfa_challenges_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_mfa_challenges_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT ck_mfa_challenges_token_hash CHECK (length(token_hash) = 32)
);

-- Each stands in for a code of the authenticator, once. The key finds and uses one up.
CREATE TABLE recovery_codes (
    user_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (user_id, code_hash),
    CONSTRAINT fk_recovery_codes_user FOREIGN KEY (user_id) REFERENCES users (id)
);

-- Tokens for scripts and Modeler.
CREATE TABLE api_tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    -- Separated by blanks, as OAuth writes them.
    scopes text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- null: until it is revoked.
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT uq_api_tokens_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_api_tokens_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT ck_api_tokens_name CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT ck_api_tokens_token_hash CHECK (length(token_hash) = 32)
);

-- A person's tokens, newest first.
CREATE INDEX ix_api_tokens_by_user ON api_tokens (user_id, created_at) WHERE revoked_at IS NULL;

-- Failed sign-ins by account and client network; the whole account's under the network ''. The account is a person's id, or a hash of what was typed where nobody
-- has that name, so that guessing names is slowed down in the same way.
CREATE TABLE sign_in_failures (
    account text NOT NULL,
    network text NOT NULL,
    failures integer NOT NULL,
    -- How often in a row it was locked; each lock is twice as long as the one before.
    locks integer NOT NULL DEFAULT 0,
    since_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    locked_until_at timestamptz,
    CONSTRAINT pk_sign_in_failures PRIMARY KEY (account, network)
);

-- Forgotten a day after the last one.
CREATE INDEX ix_sign_in_failures_by_last ON sign_in_failures (last_at);

-- What happened to accounts, rights and rules: who, when, through which door. Kept for ever.
CREATE TABLE audit_events (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    -- null: nobody was signed in, or the system.
    actor_id uuid,
    -- The person it happened to; null when it is not about one.
    subject_id uuid,
    detail jsonb NOT NULL,
    source text NOT NULL,
    ip text,
    request_id text,
    CONSTRAINT pk_audit_events PRIMARY KEY (id),
    CONSTRAINT fk_audit_events_actor FOREIGN KEY (actor_id) REFERENCES users (id),
    CONSTRAINT fk_audit_events_subject FOREIGN KEY (subject_id) REFERENCES users (id)
);

-- Everything of one kind, everything about one person, in order of time.
CREATE INDEX ix_audit_events_by_type ON audit_events (type, at);
CREATE INDEX ix_audit_events_by_subject ON audit_events (subject_id, at) WHERE subject_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', tg_table_name USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_events_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
