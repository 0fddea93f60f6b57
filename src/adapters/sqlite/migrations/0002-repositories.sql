-- The projects that `repo add` has registered; `id` is the name of the repository.
CREATE TABLE repositories (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;
