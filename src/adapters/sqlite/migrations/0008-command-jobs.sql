-- Commands that people ordered for a repository. One checkout has one of them at work at a time, whoever claims it.
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
