-- An address that an administrator changes is confirmed again, but the account stays that of its person: it keeps its authenticator, and a stranger who registers
-- with the new address gets no access.
ALTER TABLE users ADD COLUMN ever_verified boolean NOT NULL DEFAULT false;
UPDATE users SET ever_verified = true WHERE email_verified;

ALTER TABLE notifications
    DROP CONSTRAINT ck_notifications_event,
    ADD CONSTRAINT ck_notifications_event CHECK (event IN (
        'TICKET_CREATED', 'TICKET_ASSIGNED', 'STATUS_CHANGED', 'COMMENT_ADDED', 'INFO_REQUESTED', 'SLA_WARNING', 'SLA_BREACHED',
        'ESCALATION_RAISED', 'ESCALATION_ACKNOWLEDGED', 'RESOLUTION_PROPOSED', 'TICKET_REOPENED', 'TICKET_CLOSED', 'MAIL_REFUSED',
        'REQUESTER_LEFT'));
