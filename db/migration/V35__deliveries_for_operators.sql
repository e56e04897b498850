-- Administrators look at deliveries and have messages sent again.

ALTER TABLE deliveries
    -- The attempts before an administrator had the message sent again: the pauses between attempts begin anew after them.
    ADD COLUMN former_attempts integer NOT NULL DEFAULT 0,
    -- When the link in a mail about an account ends; the mail is not sent after that. Null when it has no link that ends.
    ADD COLUMN ends_at timestamptz,
    ADD CONSTRAINT ck_deliveries_former_attempts CHECK (former_attempts BETWEEN 0 AND attempts);

-- All deliveries, newest first, and those of a period; and the oldest ones, to be deleted.
CREATE INDEX ix_deliveries_newest ON deliveries (created_at, id);
-- The deliveries in one of the rarer states, newest first. Nearly all others are SENT, so they are found among the newest.
CREATE INDEX ix_deliveries_state ON deliveries (state, created_at, id) WHERE state <> 'SENT';
-- The deliveries by one of the rarer channels, newest first.
CREATE INDEX ix_deliveries_channel ON deliveries (channel, created_at, id) WHERE channel <> 'EMAIL';
-- The deliveries of a notification, for those of a ticket or an event.
CREATE INDEX ix_deliveries_notification ON deliveries (notification_id) WHERE notification_id IS NOT NULL;
-- The notifications about a ticket.
CREATE INDEX ix_notifications_ticket ON notifications (ticket_id) WHERE ticket_id IS NOT NULL;
-- The notifications of the rarer events. Deliveries of the others are found among the newest.
CREATE INDEX ix_notifications_event ON notifications (event, created_at)
    WHERE event IN ('MAIL_REFUSED', 'REQUESTER_LEFT', 'SLA_WARNING', 'SLA_BREACHED', 'ESCALATION_RAISED', 'ESCALATION_ACKNOWLEDGED', 'TICKET_REOPENED');
