-- Every event may go by SMS now if a person wants it, and at first only what is pressing does. Before, "sms" was true for all events of a person who had changed
-- any preference, and meant nothing for the others.
UPDATE notification_preferences SET events = (
    SELECT coalesce(jsonb_object_agg(event.key, CASE
            WHEN event.key IN ('NOTICE', 'SLA_WARNING', 'SLA_BREACHED', 'ESCALATION_RAISED') THEN event.value
            ELSE event.value || '{"sms": false}' END), '{}')
    FROM jsonb_each(events) event);
