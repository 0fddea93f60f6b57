-- What the harness itself does next with a task; a worker that looks for work reads this index alone.
ALTER TABLE tasks ADD COLUMN due TEXT AS (body ->> '$.due') VIRTUAL;
CREATE INDEX tasks_due ON tasks (seq) WHERE due IS NOT NULL;
