-- What we promise (policies), how it stands (clocks), who was called when it was not kept (escalations), and why the tables said so (decisions).

-- A policy is never changed: an edit writes the next version, and running clocks keep theirs.
CREATE TABLE sla_policies (
    id                     uuid    NOT NULL,
    version                integer NOT NULL,
    name                   text    NOT NULL,
    priority               text    NOT NULL,
    -- null: every category without a policy of its own.
    category               text,
    response_seconds       bigint  NOT NULL,
    resolution_seconds     bigint  NOT NULL,
    -- How long a level has to acknowledge before the next one is called.
    escalate_after_seconds bigint  NOT NULL,
    warn_at_percent        integer NOT NULL DEFAULT 80,
    active                 boolean NOT NULL DEFAULT true,
    CONSTRAINT pk_sla_policies PRIMARY KEY (id, version),
    CONSTRAINT ck_sla_policies_priority CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    CONSTRAINT ck_sla_policies_category CHECK (category IN ('VM', 'NETWORK', 'STORAGE', 'DATABASE', 'SECURITY', 'ACCESS', 'CI_CD', 'MONITORING', 'APPLICATION', 'OTHER')),
    CONSTRAINT ck_sla_policies_targets CHECK (response_seconds >= 1 AND resolution_seconds >= 1 AND escalate_after_seconds >= 1),
    CONSTRAINT ck_sla_policies_warn_at_percent CHECK (warn_at_percent BETWEEN 1 AND 99)
);

-- One promise for each priority and category at a time; NULLS NOT DISTINCT makes "every category" one of them.
CREATE UNIQUE INDEX uq_sla_policies_active ON sla_policies (priority, category) NULLS NOT DISTINCT WHERE active;

INSERT INTO sla_policies (id, version, name, priority, response_seconds, resolution_seconds, escalate_after_seconds) VALUES
    (gen_random_uuid(), 1, 'P1: critical', 'P1', 5 * 60,        4 * 3600,      15 * 60),
    (gen_random_uuid(), 1, 'P2: high',     'P2', 30 * 60,       8 * 3600,      3600),
    (gen_random_uuid(), 1, 'P3: normal',   'P3', 2 * 3600,      24 * 3600,     4 * 3600),
    (gen_random_uuid(), 1, 'P4: low',      'P4', 24 * 3600,     5 * 24 * 3600, 2 * 24 * 3600);

CREATE TABLE sla_clocks (
    ticket_id        uuid        NOT NULL,
    kind             text        NOT NULL,
    policy_id        uuid        NOT NULL,
    policy_version   integer     NOT NULL,
    -- The budget. due_at follows from it and from what is consumed, and is never set by itself.
    target_micros    bigint      NOT NULL,
    consumed_micros  bigint      NOT NULL,
    started_at       timestamptz NOT NULL,
    -- null while paused or over.
    running_since_at timestamptz,
    due_at           timestamptz NOT NULL,
    warn_at          timestamptz NOT NULL,
    warned_at        timestamptz,
    met_at           timestamptz,
    -- A fact: written once, never erased.
    breached_at      timestamptz,
    stopped_at       timestamptz,
    version          bigint      NOT NULL,
    CONSTRAINT pk_sla_clocks PRIMARY KEY (ticket_id, kind),
    CONSTRAINT fk_sla_clocks_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_sla_clocks_policy FOREIGN KEY (policy_id, policy_version) REFERENCES sla_policies (id, version),
    CONSTRAINT ck_sla_clocks_kind CHECK (kind IN ('RESPONSE', 'RESOLUTION'))
);

CREATE TABLE sla_clock_events (
    id        uuid        NOT NULL,
    ticket_id uuid        NOT NULL,
    kind      text        NOT NULL,
    type      text        NOT NULL,
    at        timestamptz NOT NULL,
    CONSTRAINT pk_sla_clock_events PRIMARY KEY (id),
    CONSTRAINT fk_sla_clock_events_clock FOREIGN KEY (ticket_id, kind) REFERENCES sla_clocks (ticket_id, kind),
    CONSTRAINT ck_sla_clock_events_type CHECK (type IN ('STARTED', 'PAUSED', 'RESUMED', 'RETARGETED', 'WARNED', 'BREACHED', 'MET', 'STOPPED'))
);

-- The ledger of a ticket's clock, in order.
CREATE INDEX ix_sla_clock_events_clock ON sla_clock_events (ticket_id, kind, at);

CREATE TRIGGER sla_clock_events_are_append_only
    BEFORE UPDATE OR DELETE ON sla_clock_events
    FOR EACH ROW EXECUTE FUNCTION forbid_change();

CREATE TABLE assignment_decisions (
    id               uuid        NOT NULL,
    ticket_id        uuid        NOT NULL,
    at               timestamptz NOT NULL,
    kind             text        NOT NULL,
    outcome          text        NOT NULL,
    decision_table   text        NOT NULL,
    -- null: no table could be asked.
    table_version    integer,
    inputs           jsonb       NOT NULL,
    rule_id          text,
    rule_description text,
    outputs          jsonb       NOT NULL,
    candidates       jsonb       NOT NULL,
    reason           text,
    chosen_id        uuid,
    CONSTRAINT pk_assignment_decisions PRIMARY KEY (id),
    CONSTRAINT fk_assignment_decisions_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_assignment_decisions_chosen FOREIGN KEY (chosen_id) REFERENCES users (id),
    CONSTRAINT ck_assignment_decisions_kind CHECK (kind IN ('ASSIGNMENT', 'ESCALATION')),
    CONSTRAINT ck_assignment_decisions_outcome CHECK (outcome IN ('DECIDED', 'NOBODY', 'ROUTING_FAILED'))
);

-- GET /tickets/{id}/decisions, in order.
CREATE INDEX ix_assignment_decisions_ticket ON assignment_decisions (ticket_id, at);
-- Who was given work longest ago: the tie-break of routing.
CREATE INDEX ix_assignment_decisions_chosen ON assignment_decisions (chosen_id, at) WHERE kind = 'ASSIGNMENT' AND chosen_id IS NOT NULL;

CREATE TABLE escalations (
    id                 uuid        NOT NULL,
    ticket_id          uuid        NOT NULL,
    level              integer     NOT NULL,
    trigger            text        NOT NULL,
    from_role          text,
    to_role            text        NOT NULL,
    -- null: everybody of the role was told.
    target_id          uuid,
    team_id            uuid,
    reason             text,
    handed_over        boolean     NOT NULL,
    channels           text[]      NOT NULL,
    raised_at          timestamptz NOT NULL,
    -- null: nobody is asked to acknowledge.
    acknowledge_by_at  timestamptz,
    acknowledged_by    uuid,
    acknowledged_at    timestamptz,
    closed_at          timestamptz,
    times_told         integer     NOT NULL DEFAULT 1,
    version            bigint      NOT NULL,
    CONSTRAINT pk_escalations PRIMARY KEY (id),
    CONSTRAINT fk_escalations_ticket FOREIGN KEY (ticket_id) REFERENCES tickets (id),
    CONSTRAINT fk_escalations_target FOREIGN KEY (target_id) REFERENCES users (id),
    CONSTRAINT fk_escalations_acknowledged_by FOREIGN KEY (acknowledged_by) REFERENCES users (id),
    CONSTRAINT fk_escalations_team FOREIGN KEY (team_id) REFERENCES teams (id),
    CONSTRAINT ck_escalations_level CHECK (level BETWEEN 1 AND 4),
    CONSTRAINT ck_escalations_trigger CHECK (trigger IN ('RESPONSE_BREACH', 'RESOLUTION_BREACH', 'MANUAL', 'REOPENED_TWICE', 'ACK_TIMEOUT', 'CRITICAL_PRIORITY')),
    CONSTRAINT ck_escalations_to_role CHECK (to_role IN ('SENIOR_ENGINEER', 'TEAM_LEAD', 'MANAGER', 'ADMIN'))
);

-- The escalations of a ticket, newest last.
CREATE INDEX ix_escalations_ticket ON escalations (ticket_id, raised_at);
-- A new rung closes the row before it: at most one stands open.
CREATE UNIQUE INDEX uq_escalations_open ON escalations (ticket_id) WHERE closed_at IS NULL;
