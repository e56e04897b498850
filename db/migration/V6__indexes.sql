-- Indexes beyond those that stand beside their table, each for a query that needs it.

-- The job executor asks for due jobs, oldest deadline first; without it every poll reads all waiting timers.
CREATE INDEX ix_act_ru_job_due_date ON act_ru_job (duedate_);

-- The engine asks for sub-tasks whenever a task is completed; without it every completion reads all open tasks.
CREATE INDEX ix_act_ru_task_parent ON act_ru_task (parent_task_id_);
