CREATE TABLE report_subscriptions (
    id         uuid        PRIMARY KEY,
    owner_id   uuid        NOT NULL REFERENCES users (id),
    report     text        NOT NULL,
    rhythm     text        NOT NULL CONSTRAINT ck_report_subscriptions_rhythm CHECK (rhythm IN ('WEEKLY', 'MONTHLY')),
    zone       text        NOT NULL,
    teams      uuid[]      NOT NULL,
    priorities text[]      NOT NULL,
    categories text[]      NOT NULL,
    recipients uuid[]      NOT NULL CONSTRAINT ck_report_subscriptions_recipients CHECK (cardinality(recipients) BETWEEN 1 AND 50),
    next_at    timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX ix_report_subscriptions_next ON report_subscriptions (next_at);
CREATE INDEX ix_report_subscriptions_owner ON report_subscriptions (owner_id);

COMMENT ON TABLE report_subscriptions IS 'Reports that people get as mail every week or month.';
COMMENT ON COLUMN report_subscriptions.zone IS 'Where the weeks and months of the report begin.';
COMMENT ON COLUMN report_subscriptions.teams IS 'The report is about tickets of these teams; empty for all. Priorities and categories likewise.';
COMMENT ON COLUMN report_subscriptions.recipients IS 'Users. Those who may not read the report any more stay here and get no mail.';
COMMENT ON COLUMN report_subscriptions.next_at IS 'When the next mails are written. The transaction that writes them moves it.';

ALTER TABLE deliveries ADD COLUMN enclosure text;

COMMENT ON COLUMN deliveries.enclosure IS 'Of a mail with a file: what the file is made of when the mail is sent.';
