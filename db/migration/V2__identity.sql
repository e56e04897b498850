-- People, teams and skills, and the sessions people sign in to.

CREATE TABLE users (
    id uuid NOT NULL,
    -- The engine's user id, so it never changes and is never given to somebody else: people are deactivated, not deleted.
    handle text NOT NULL,
    email text NOT NULL,
    full_name text NOT NULL,
    phone text,
    role text NOT NULL,
    process_owner boolean NOT NULL DEFAULT false,
    active boolean NOT NULL DEFAULT true,
    email_verified boolean NOT NULL DEFAULT false,
    -- bcrypt; null until the invited person has chosen one.
    password_hash text,
    availability text NOT NULL DEFAULT 'AVAILABLE',
    away_until_at timestamptz,
    max_open_tickets integer NOT NULL,
    timezone text NOT NULL DEFAULT 'UTC',
    locale text NOT NULL DEFAULT 'en',
    last_login_at timestamptz,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_handle UNIQUE (handle),
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT ck_users_handle CHECK (handle ~ '^[a-z0-9][a-z0-9._-]*$'),
    CONSTRAINT ck_users_email CHECK (email = lower(email) AND email LIKE '_%@_%' AND length(email) <= 254),
    CONSTRAINT ck_users_full_name CHECK (length(full_name) BETWEEN 1 AND 200),
    CONSTRAINT ck_users_role
        CHECK (role IN ('END_USER', 'DEVOPS_ENGINEER', 'SENIOR_ENGINEER', 'TEAM_LEAD', 'MANAGER', 'ADMIN')),
    CONSTRAINT ck_users_availability CHECK (availability IN ('AVAILABLE', 'BUSY', 'AWAY')),
    CONSTRAINT ck_users_away_until CHECK (away_until_at IS NULL OR availability = 'AWAY'),
    CONSTRAINT ck_users_max_open_tickets CHECK (max_open_tickets >= 0)
);

-- Everybody of a role, by name: who is told at the top of an escalation, and the engine's groups.
CREATE INDEX ix_users_by_role ON users (role, full_name) WHERE active;

CREATE TABLE teams (
    id uuid NOT NULL,
    -- Part of the engine's group ids, so it stays when the team is renamed.
    handle text NOT NULL,
    name text NOT NULL,
    description text,
    lead_id uuid,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pk_teams PRIMARY KEY (id),
    CONSTRAINT uq_teams_handle UNIQUE (handle),
    CONSTRAINT fk_teams_lead FOREIGN KEY (lead_id) REFERENCES users (id),
    CONSTRAINT ck_teams_handle CHECK (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT ck_teams_name CHECK (length(name) BETWEEN 1 AND 100)
);

-- Decision tables name teams as people write them, in any case.
CREATE UNIQUE INDEX uq_teams_name ON teams (lower(name));

-- The key says that a person is in one team at most.
CREATE TABLE team_members (
    user_id uuid NOT NULL,
    team_id uuid NOT NULL,
    CONSTRAINT pk_team_members PRIMARY KEY (user_id),
    CONSTRAINT fk_team_members_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT fk_team_members_team FOREIGN KEY (team_id) REFERENCES teams (id)
);

-- The members of a team: routing, queues, the engine's groups.
CREATE INDEX ix_team_members_by_team ON team_members (team_id);

CREATE TABLE skills (
    name text NOT NULL,
    CONSTRAINT pk_skills PRIMARY KEY (name),
    CONSTRAINT ck_skills_name CHECK (length(name) BETWEEN 1 AND 50)
);

CREATE TABLE user_skills (
    user_id uuid NOT NULL,
    skill text NOT NULL,
    CONSTRAINT pk_user_skills PRIMARY KEY (user_id, skill),
    CONSTRAINT fk_user_skills_user FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT fk_user_skills_skill FOREIGN KEY (skill) REFERENCES skills (name) ON UPDATE CASCADE
);

-- Who has a skill: the list of skills with their people.
CREATE INDEX ix_user_skills_by_skill ON user_skills (skill);

-- One sign-in through the API. Access tokens name it, so that ending it ends them.
CREATE TABLE user_sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    ip text,
    user_agent text,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT pk_user_sessions PRIMARY KEY (id),
    CONSTRAINT fk_user_sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
);

-- A person's live sessions: they all end when the person is deactivated.
CREATE INDEX ix_user_sessions_live_by_user ON user_sessions (user_id) WHERE revoked_at IS NULL;

-- Used tokens stay until they expire: one that comes back was stolen, from us or from its owner.
CREATE TABLE refresh_tokens (
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    -- SHA-256 of the 32 random bytes; a slow hash would protect nothing here.
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_refresh_tokens PRIMARY KEY (id),
    CONSTRAINT uq_refresh_tokens_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_refresh_tokens_session FOREIGN KEY (session_id) REFERENCES user_sessions (id) ON DELETE CASCADE,
    CONSTRAINT ck_refresh_tokens_token_hash CHECK (length(token_hash) = 32)
);

-- The tokens of a session that is cleared away.
CREATE INDEX ix_refresh_tokens_by_session ON refresh_tokens (session_id);
