-- Lists of Tasklist find tickets by their team, by the person who waits for others, and by the people who were called. New tasks say so from their beginning.
UPDATE act_ru_task task
SET owner_ = assignee.handle, rev_ = task.rev_ + 1
FROM tickets ticket JOIN users assignee ON assignee.id = ticket.assignee_id
WHERE task.id_ = ticket.task_id AND ticket.status IN ('PENDING_INFO', 'RESOLVED') AND task.owner_ IS NULL;

INSERT INTO act_ru_identitylink (id_, rev_, type_, group_id_, task_id_)
SELECT gen_random_uuid()::text, 1, 'candidate', 'team-' || team.handle, task.id_
FROM tickets ticket
    JOIN teams team ON team.id = ticket.team_id
    JOIN act_ru_task task ON task.id_ = ticket.task_id
WHERE ticket.status IN ('PENDING_INFO', 'RESOLVED', 'ESCALATED')
    AND NOT EXISTS (
        SELECT 1 FROM act_ru_identitylink link
        WHERE link.task_id_ = task.id_ AND link.group_id_ = 'team-' || team.handle AND link.type_ = 'candidate');

INSERT INTO act_ru_identitylink (id_, rev_, type_, user_id_, task_id_)
SELECT gen_random_uuid()::text, 1, 'candidate', called.handle, task.id_
FROM escalations escalation
    JOIN tickets ticket ON ticket.id = escalation.ticket_id AND ticket.status = 'ESCALATED'
    JOIN act_ru_task task ON task.id_ = ticket.task_id
    JOIN users called ON called.active AND called.role = escalation.to_role
WHERE escalation.closed_at IS NULL AND escalation.target_id IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM act_ru_identitylink link
        WHERE link.task_id_ = task.id_ AND link.user_id_ = called.handle AND link.type_ = 'candidate');
