-- Two tasks that are made at the same moment must not share a branch: whoever comes second is refused and takes another name. A
-- trigger and not an index, since a database may hold such pairs from before.
CREATE INDEX tasks_by_branch ON tasks (branch) WHERE status NOT IN ('merged', 'skipped', 'cancelled');
CREATE TRIGGER tasks_branch_is_free BEFORE INSERT ON tasks
WHEN EXISTS (
  SELECT 1 FROM tasks
  WHERE branch = new.body ->> '$.branch' AND status NOT IN ('merged', 'skipped', 'cancelled')
) BEGIN
  SELECT raise(ABORT, 'another unfinished task has this branch');
END;

-- Runs that somebody may still have to bring to their end.
CREATE INDEX runs_not_done ON runs (seq) WHERE status <> 'done';

-- The kind of worker that a job's role names for itself: one kind may be out of reach while the others are at work.
ALTER TABLE jobs ADD COLUMN worker TEXT AS (body ->> '$.worker');
CREATE INDEX jobs_wanted ON jobs (queue, worker, available_at) WHERE status = 'queued' AND waits_for IS NULL;
