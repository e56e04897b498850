-- A notification outlives the role it was written for: whether it is for staff alone is asked again whenever it is shown or sent.

ALTER TABLE notifications
    -- Quotes or tells what requesters do not read.
    ADD COLUMN internal boolean NOT NULL DEFAULT false;

UPDATE notifications SET internal = true
WHERE event IN ('SLA_WARNING', 'SLA_BREACHED', 'ESCALATION_RAISED', 'ESCALATION_ACKNOWLEDGED')
    OR (event = 'COMMENT_ADDED' AND starts_with(title, ticket_number || ' has a new internal note: '));
