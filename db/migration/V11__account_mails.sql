-- Mails that are no notification: what somebody needs before they can sign in and read anything in the application.
ALTER TABLE deliveries
    ALTER COLUMN notification_id DROP NOT NULL,
    ADD COLUMN subject text,
    -- Carries a secret link, so it is forgotten as soon as it was sent or will not be.
    ADD COLUMN body    text,
    ADD COLUMN sent_at timestamptz,
    ADD CONSTRAINT ck_deliveries_content CHECK ((notification_id IS NULL) = (subject IS NOT NULL)),
    ADD CONSTRAINT ck_deliveries_body CHECK ((body IS NOT NULL) = (notification_id IS NULL AND state = 'PENDING')),
    ADD CONSTRAINT ck_deliveries_sent_at CHECK ((sent_at IS NOT NULL) = (state IN ('SENT', 'DELIVERED')));
