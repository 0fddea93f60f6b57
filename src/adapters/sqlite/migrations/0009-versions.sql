-- A version is a task of its own that stands behind another one: what people count are those others.
ALTER TABLE tasks ADD COLUMN version_of TEXT AS (body ->> '$.versionOf.task') VIRTUAL;
CREATE INDEX tasks_counted ON tasks (status) WHERE version_of IS NULL;
