-- What a drawn path depends on is kept beside the status: a variable of the process can be overwritten by hand, a row cannot.
ALTER TABLE tickets
    -- The status in which the requester was asked; decides where an answer leads.
    ADD COLUMN asked_from text,
    -- The step that was chosen, while tasks that an owner drew stand between two states.
    ADD COLUMN chosen_step text,
    ADD CONSTRAINT ck_tickets_asked_from CHECK (asked_from IN ('NEW', 'OPEN', 'IN_PROGRESS', 'ESCALATED', 'RESOLVED', 'REOPENED'));

UPDATE tickets SET asked_from = (
    SELECT from_value FROM ticket_history
    WHERE ticket_id = tickets.id AND action = 'STATUS_CHANGED' AND to_value = 'PENDING_INFO'
    ORDER BY at DESC LIMIT 1)
WHERE status = 'PENDING_INFO';
