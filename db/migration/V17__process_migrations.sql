-- Who moved what runs from one version of a process to another, and what became of each instance.

CREATE TABLE process_migrations (
    id                 uuid        NOT NULL,
    process_key        text        NOT NULL,
    from_version       integer     NOT NULL,
    to_version         integer     NOT NULL,
    -- The engine's ids. No foreign keys: the engine's tables are the engine's.
    from_definition_id text        NOT NULL,
    to_definition_id   text        NOT NULL,
    -- Activities that go elsewhere than to their namesake: {"old": "new"}, null for "let go".
    mapping            jsonb       NOT NULL,
    started_by_id      uuid        NOT NULL,
    ip                 text,
    request_id         text,
    started_at         timestamptz NOT NULL,
    finished_at        timestamptz,
    CONSTRAINT pk_process_migrations PRIMARY KEY (id),
    CONSTRAINT fk_process_migrations_started_by FOREIGN KEY (started_by_id) REFERENCES users (id)
);

-- One at a time for each process.
CREATE UNIQUE INDEX uq_process_migrations_running ON process_migrations (process_key) WHERE finished_at IS NULL;
-- GET /processes/{key}/migrations; ids rise with time.
CREATE INDEX ix_process_migrations_process ON process_migrations (process_key, id);

CREATE TABLE migrated_instances (
    migration_id        uuid    NOT NULL,
    position            integer NOT NULL,
    process_instance_id text    NOT NULL,
    -- A ticket's number; null for other processes.
    business_key        text,
    state               text    NOT NULL,
    problem             text,
    done_at             timestamptz,
    -- Also GET /processes/{key}/migrations/{id}/instances.
    CONSTRAINT pk_migrated_instances PRIMARY KEY (migration_id, position),
    CONSTRAINT fk_migrated_instances_migration FOREIGN KEY (migration_id) REFERENCES process_migrations (id),
    CONSTRAINT ck_migrated_instances_state CHECK (state IN ('WAITING', 'MIGRATED', 'FAILED'))
);

-- The next one to migrate, and whether there is one left.
CREATE INDEX ix_migrated_instances_waiting ON migrated_instances (migration_id, position) WHERE state = 'WAITING';
