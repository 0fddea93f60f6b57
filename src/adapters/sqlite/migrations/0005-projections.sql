-- How far each projector has told the journal to the outside, and which statuses on the board are the orchestrator's own.
CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  retry_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE board (
  item TEXT PRIMARY KEY,
  written TEXT,
  taken TEXT
) STRICT, WITHOUT ROWID;
