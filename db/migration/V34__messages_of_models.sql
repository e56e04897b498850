-- A process owner writes messages into a model: the task bean notify.
ALTER TABLE notifications
    DROP CONSTRAINT ck_notifications_event,
    ADD CONSTRAINT ck_notifications_event CHECK (event IN (
        'TICKET_CREATED', 'TICKET_ASSIGNED', 'STATUS_CHANGED', 'COMMENT_ADDED', 'INFO_REQUESTED', 'SLA_WARNING', 'SLA_BREACHED',
        'ESCALATION_RAISED', 'ESCALATION_ACKNOWLEDGED', 'RESOLUTION_PROPOSED', 'TICKET_REOPENED', 'TICKET_CLOSED', 'MAIL_REFUSED',
        'REQUESTER_LEFT', 'NOTICE'));
