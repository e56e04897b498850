-- When people work. A calendar is never changed: an edit writes the next version, and running clocks keep theirs.
CREATE TABLE business_calendars (
    id         uuid        NOT NULL,
    version    integer     NOT NULL,
    name       text        NOT NULL,
    -- IANA, such as Europe/Berlin.
    timezone   text        NOT NULL,
    -- {"MONDAY": [{"from": "09:00", "to": "12:30"}, …], …}; a day that is not there is closed, 24:00 is the end of a day.
    weekly     jsonb       NOT NULL,
    -- [{"date": "2026-12-25", "name": "Christmas Day"}, …]
    holidays   jsonb       NOT NULL,
    active     boolean     NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid,
    CONSTRAINT pk_business_calendars PRIMARY KEY (id, version),
    CONSTRAINT fk_business_calendars_created_by FOREIGN KEY (created_by) REFERENCES users (id)
);
CREATE UNIQUE INDEX uq_business_calendars_current ON business_calendars (id) WHERE active;
CREATE UNIQUE INDEX uq_business_calendars_name ON business_calendars (lower(name)) WHERE active;

-- The calendar that a promise is counted in; null: around the clock.
ALTER TABLE sla_policies
    ADD COLUMN calendar_id uuid,
    ADD COLUMN created_at  timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN created_by  uuid,
    ADD CONSTRAINT fk_sla_policies_created_by FOREIGN KEY (created_by) REFERENCES users (id);
CREATE UNIQUE INDEX uq_sla_policies_current ON sla_policies (id) WHERE active;

-- The version of the calendar that was current when the clock took on its policy.
ALTER TABLE sla_clocks
    ADD COLUMN calendar_id      uuid,
    ADD COLUMN calendar_version integer,
    ADD CONSTRAINT fk_sla_clocks_calendar FOREIGN KEY (calendar_id, calendar_version) REFERENCES business_calendars (id, version),
    ADD CONSTRAINT ck_sla_clocks_calendar CHECK ((calendar_id IS NULL) = (calendar_version IS NULL));

-- What changed, for people: the policy that a clock follows now.
ALTER TABLE sla_clock_events ADD COLUMN detail text;

-- GET /sla/at-risk: running promises that are not broken yet, by their deadline.
CREATE INDEX ix_sla_clocks_at_risk ON sla_clocks (due_at, ticket_id, kind) WHERE running_since_at IS NOT NULL AND breached_at IS NULL;

-- A critical ticket is announced once.
CREATE UNIQUE INDEX uq_escalations_critical ON escalations (ticket_id) WHERE trigger = 'CRITICAL_PRIORITY';
