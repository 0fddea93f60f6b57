-- Each job is saved at least twice after it was put in, and SQLite writes anew every index that contains a column made of `body`,
-- changed or not. What is settled when a job is put in is therefore written once, and checked against `body`; one index follows
-- the job from status to status. `project` and `worker` stand in it so that those that may not run now are passed by without being read.

ALTER TABLE jobs RENAME TO former_jobs;
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
INSERT INTO jobs (seq, id, run, task, body) SELECT seq, id, run, task, body FROM former_jobs;
DROP TABLE former_jobs;

CREATE INDEX jobs_by_run ON jobs (run);
CREATE INDEX jobs_by_task ON jobs (task);
-- Those of a queue that are due stand together, in the order in which they are claimed, and behind them those of later, by their moment.
CREATE INDEX jobs_by_status ON jobs (status, queue, waits_for, available_at, priority DESC, seq, project, worker);
