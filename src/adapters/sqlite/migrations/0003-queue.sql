-- Several processes take jobs from one table. Columns that are added to a table can only be virtual: they cost nothing until an
-- index asks for them.

UPDATE jobs SET body = json_set(
  body,
  '$.queue', run,
  '$.priority', 0,
  '$.availableAt', NULL,
  '$.project', coalesce((SELECT runs.body ->> '$.mainPath' FROM runs WHERE runs.id = jobs.run), ''),
  '$.claimedBy', NULL,
  '$.deferrals', 0,
  '$.version', 1
);
ALTER TABLE jobs ADD COLUMN queue TEXT NOT NULL AS (body ->> '$.queue');
ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL AS (body ->> '$.priority');
ALTER TABLE jobs ADD COLUMN available_at INTEGER AS (body ->> '$.availableAt');
ALTER TABLE jobs ADD COLUMN project TEXT NOT NULL AS (body ->> '$.project');
ALTER TABLE jobs ADD COLUMN claimed_by TEXT AS (body ->> '$.claimedBy');
ALTER TABLE jobs ADD COLUMN version INTEGER NOT NULL AS (body ->> '$.version');

-- Claiming reads the index of ready jobs alone: its size is that of the work that is due, whatever was finished and whatever is to
-- come later. What becomes due moves over from the delayed ones. `project` stands in it so that those of a project at its limit are
-- passed by without being read.
DROP INDEX jobs_ready;
CREATE INDEX jobs_ready ON jobs (queue, priority DESC, seq, project)
  WHERE status = 'queued' AND waits_for IS NULL AND available_at IS NULL;
CREATE INDEX jobs_delayed ON jobs (queue, available_at)
  WHERE status = 'queued' AND waits_for IS NULL AND available_at IS NOT NULL;

CREATE INDEX tasks_by_status ON tasks (status);

-- Who moved main, and the moves from a commit on, so that one run can follow what another one did.
UPDATE moves SET body = json_set(body, '$.by', '');
ALTER TABLE moves ADD COLUMN source TEXT NOT NULL AS (body ->> '$.from');
CREATE INDEX moves_by_source ON moves (source);

-- The orchestrator processes at work on this home. What one of them holds is its own for as long as its row stands.
CREATE TABLE orchestrators (
  id TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  start_time TEXT NOT NULL,
  kind TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  orchestrator TEXT NOT NULL REFERENCES orchestrators (id) ON DELETE CASCADE,
  holder TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_by_orchestrator ON leases (orchestrator);

-- How each kind of worker was found: whether it is ready to start, and whether its service answers.
CREATE TABLE preflights (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE breakers (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  version INTEGER NOT NULL AS (body ->> '$.version') STORED
) STRICT;
