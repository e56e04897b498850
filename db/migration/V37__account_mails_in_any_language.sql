-- Mails about accounts are put into words when they are sent, like all others. Their facts contain a secret link and are deleted with the end of the delivery.
ALTER TABLE deliveries
    ADD COLUMN message text,
    ADD COLUMN facts   jsonb,
    DROP CONSTRAINT ck_deliveries_body,
    ADD CONSTRAINT ck_deliveries_body CHECK (
        (body IS NOT NULL OR facts IS NOT NULL) = (notification_id IS NULL AND state = 'PENDING'));

COMMENT ON COLUMN deliveries.message IS 'Of a mail without a notification: the name of its templates.';
COMMENT ON COLUMN deliveries.facts IS 'Of a mail without a notification: what its words are made of, until it is sent or given up.';
