/** A table whose name, however it is spelt, may be pytest's or hold pytest's; an escape may hide any name. */
const PYTEST_TABLE = /^\[+tool(\]|\.pytest)|\\/;

/**
 * The lines of a pyproject.toml that may configure pytest: its tables, and every other line that speaks of it. Lines that open or
 * close a long string belong to them, since such a string can swallow a table.
 */
export const pytestSettings = (text: string | null): string => {
  let inside = false;
  const kept = (text ?? '').split(/\r?\n/).filter((line) => {
    const bare = line.replaceAll(/[\s"']/g, '');
    if (bare.startsWith('[')) inside = PYTEST_TABLE.test(bare);
    return inside || /pytest|"{3}|'{3}|\\u/i.test(line);
  });
  return kept.join('\n').trimEnd();
};
