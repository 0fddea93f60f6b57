CREATE TABLE baselines (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE board (
  item TEXT PRIMARY KEY,
  written TEXT,
  taken TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE breakers (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  version INTEGER NOT NULL AS (body ->> '$.version') STORED
) STRICT;

CREATE TABLE command_jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  path TEXT NOT NULL AS (body ->> '$.path') STORED,
  status TEXT NOT NULL AS (body ->> '$.status') STORED,
  version INTEGER NOT NULL AS (body ->> '$.version') STORED
) STRICT;

CREATE INDEX command_jobs_by_status ON command_jobs (status);

CREATE INDEX command_jobs_queued ON command_jobs (seq, path) WHERE status = 'queued';

CREATE UNIQUE INDEX command_jobs_running ON command_jobs (path) WHERE status = 'running';

CREATE TABLE commands (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  run TEXT NOT NULL AS (body ->> '$.run') STORED
) STRICT;

CREATE INDEX commands_by_run ON commands (run);

CREATE TABLE counters (
  series TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  retry_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  task TEXT NOT NULL REFERENCES tasks (id) DEFERRABLE INITIALLY DEFERRED,
  body TEXT NOT NULL,
  status TEXT NOT NULL AS (body ->> '$.status') STORED,
  queue TEXT NOT NULL AS (body ->> '$.queue') STORED,
  waits_for TEXT AS (body ->> '$.waitsFor') STORED,
  available_at INTEGER AS (body ->> '$.availableAt') STORED,
  priority INTEGER NOT NULL AS (body ->> '$.priority') STORED,
  project TEXT NOT NULL AS (body ->> '$.project') STORED,
  worker TEXT AS (body ->> '$.worker') STORED,
  version INTEGER NOT NULL AS (body ->> '$.version') STORED,
  CHECK (run = body ->> '$.run' AND task = body ->> '$.task')
) STRICT;

CREATE INDEX jobs_by_run ON jobs (run);

CREATE INDEX jobs_by_status ON jobs (status, queue, waits_for, available_at, priority DESC, seq, project, worker);

CREATE INDEX jobs_by_task ON jobs (task);

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  run TEXT NOT NULL AS (body ->> '$.run') STORED
) STRICT;

CREATE INDEX journal_by_run ON journal (run);

CREATE TABLE lead_items (
  seq INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  lead INTEGER NOT NULL,
  item TEXT NOT NULL
) STRICT;

CREATE INDEX lead_items_by_lead ON lead_items (run, lead);

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  orchestrator TEXT NOT NULL REFERENCES orchestrators (id) ON DELETE CASCADE,
  holder TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX leases_by_orchestrator ON leases (orchestrator);

CREATE TABLE moves (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  run TEXT NOT NULL AS (body ->> '$.run') STORED REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL AS (body ->> '$.state') STORED
, source TEXT NOT NULL AS (body ->> '$.from')) STRICT;

CREATE INDEX moves_by_run ON moves (run);

CREATE INDEX moves_by_source ON moves (source);

CREATE INDEX moves_unfinished ON moves (seq) WHERE state = 'announced';

CREATE TABLE orchestrators (
  id TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  start_time TEXT NOT NULL,
  kind TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_tasks (
  run TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL AS (body ->> '$.status') VIRTUAL,
  PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE preflights (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE questions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  run TEXT NOT NULL AS (body ->> '$.run') STORED REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  status TEXT NOT NULL AS (body ->> '$.state.status') STORED
) STRICT;

CREATE INDEX questions_by_run ON questions (run);

CREATE INDEX questions_open ON questions (seq) WHERE status = 'open';

CREATE TABLE repositories (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  status TEXT NOT NULL AS (body ->> '$.status') STORED,
  version INTEGER NOT NULL AS (body ->> '$.version') STORED
) STRICT;

CREATE INDEX runs_not_done ON runs (seq) WHERE status <> 'done';

CREATE INDEX runs_of_plan ON runs (body ->> '$.plan.file', seq) WHERE body ->> '$.plan.file' IS NOT NULL;

CREATE INDEX runs_unfinished ON runs (seq) WHERE status IN ('running', 'waiting', 'stopped');

CREATE TABLE task_dependencies (
  depends_on TEXT NOT NULL,
  task TEXT NOT NULL REFERENCES tasks (id),
  PRIMARY KEY (depends_on, task)
) STRICT, WITHOUT ROWID;

CREATE INDEX task_dependencies_by_task ON task_dependencies (task);

CREATE TRIGGER tasks_branch_is_free BEFORE INSERT ON tasks
WHEN EXISTS (
  SELECT 1 FROM tasks
  WHERE branch = new.body ->> '$.branch' AND status NOT IN ('merged', 'skipped', 'cancelled')
) BEGIN
  SELECT raise(ABORT, 'another unfinished task has this branch');
END;

CREATE TRIGGER tasks_inserted AFTER INSERT ON tasks BEGIN
  INSERT OR IGNORE INTO task_dependencies SELECT value, new.id FROM json_each(new.body, '$.dependsOn');
END;

CREATE TRIGGER tasks_saved AFTER UPDATE OF body ON tasks WHEN new.body -> '$.dependsOn' <> old.body -> '$.dependsOn' BEGIN
  DELETE FROM task_dependencies WHERE task = new.id;
  INSERT OR IGNORE INTO task_dependencies SELECT value, new.id FROM json_each(new.body, '$.dependsOn');
END;

CREATE TABLE tasks (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  run TEXT NOT NULL AS (body ->> '$.run') STORED REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  slug TEXT NOT NULL AS (body ->> '$.slug') STORED,
  branch TEXT NOT NULL AS (body ->> '$.branch') STORED,
  worktree TEXT NOT NULL AS (body ->> '$.worktree') STORED,
  status TEXT NOT NULL AS (body ->> '$.state.status') STORED,
  version INTEGER NOT NULL AS (body ->> '$.version') STORED
, due TEXT AS (body ->> '$.due') VIRTUAL, version_of TEXT AS (body ->> '$.versionOf.task') VIRTUAL) STRICT;

CREATE INDEX tasks_by_branch ON tasks (branch) WHERE status NOT IN ('merged', 'skipped', 'cancelled');

CREATE INDEX tasks_by_run ON tasks (run);

CREATE INDEX tasks_by_slug ON tasks (slug);

CREATE INDEX tasks_by_status ON tasks (status);

CREATE INDEX tasks_counted ON tasks (status) WHERE version_of IS NULL;

CREATE INDEX tasks_due ON tasks (seq) WHERE due IS NOT NULL;

CREATE INDEX tasks_names_in_use ON tasks (slug, branch, worktree) WHERE status NOT IN ('merged', 'skipped', 'cancelled');
