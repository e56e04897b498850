-- Indexes beyond those that stand beside their table, each for a query that needs it.

-- The job executor asks for due jobs, oldest deadline first; without it every poll reads all waiting timers.
CREATE INDEX ix_act_ru_job_due_date ON act_ru_job (duedate_);

-- The engine asks for sub-tasks whenever a task is completed; without it every completion reads all open tasks.
CREATE INDEX ix_act_ru_task_parent ON act_ru_task (parent_task_id_);

-- GET /tickets without a filter, newest first, and the other sorts' tie-break.
CREATE INDEX ix_tickets_created ON tickets (created_at, number);
-- GET /tickets?sort=updatedAt.
CREATE INDEX ix_tickets_updated ON tickets (updated_at, number);
-- GET /tickets?sort=priority.
CREATE INDEX ix_tickets_priority ON tickets (priority, number);
-- GET /tickets?status=, newest first; and the tickets in triage.
CREATE INDEX ix_tickets_status ON tickets (status, created_at, number);
-- GET /tickets?assignee=, newest first.
CREATE INDEX ix_tickets_assignee ON tickets (assignee_id, created_at, number);
-- GET /tickets?team=, newest first.
CREATE INDEX ix_tickets_team ON tickets (team_id, created_at, number);
-- GET /tickets?requester=, newest first, which is all that an END_USER sees.
CREATE INDEX ix_tickets_requester ON tickets (requester_id, created_at, number);
-- GET /tickets?category=, newest first.
CREATE INDEX ix_tickets_category ON tickets (category, created_at, number);
-- How much each person has to do: asked at every routing, and closed tickets are most of them.
CREATE INDEX ix_tickets_open_work ON tickets (assignee_id, priority) WHERE status NOT IN ('RESOLVED', 'CLOSED');
-- GET /tickets/{id}/comments; ids rise with time.
CREATE INDEX ix_comments_ticket ON comments (ticket_id, id);
