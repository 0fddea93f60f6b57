-- The tasks of plans: small rows, up to ten thousand of them a run, each saved twice for every time it runs.
CREATE TABLE plan_tasks (
  run TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL AS (body ->> '$.status') VIRTUAL,
  PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID;

-- Which plan a run is of; those of no plan cost the index nothing.
CREATE INDEX runs_of_plan ON runs (body ->> '$.plan.file', seq) WHERE body ->> '$.plan.file' IS NOT NULL;
