/** A line that a change adds. `line` counts from 1 in the new file. */
export interface AddedLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** What a unified diff (`git diff-tree -p`) adds, and how many lines it adds and removes in all. Text that is no diff holds nothing. */
export const readDiff = (diff: string): { readonly added: readonly AddedLine[]; readonly changedLines: number } => {
  const added: AddedLine[] = [];
  let changedLines = 0;
  let path = '';
  let line = 0;
  let left = { old: 0, now: 0 };
  for (const text of diff.split('\n')) {
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (hunk !== null && left.old <= 0 && left.now <= 0) {
      line = Number(hunk[2]);
      left = { old: Number(hunk[1] ?? 1), now: Number(hunk[3] ?? 1) };
    } else if (left.old <= 0 && left.now <= 0) {
      // Between hunks: only here can a line name a file, whatever the lines of the files themselves look like.
      path = /^\+\+\+ (?:"?b\/)(.*?)"?\t?$/.exec(text)?.[1] ?? path;
    } else if (text.startsWith('+')) {
      added.push({ path, line, text: text.slice(1) });
      changedLines += 1;
      line += 1;
      left.now -= 1;
    } else if (text.startsWith('-')) {
      changedLines += 1;
      left.old -= 1;
    } else if (!text.startsWith('\\')) {
      line += 1;
      left = { old: left.old - 1, now: left.now - 1 };
    }
  }
  return { added, changedLines };
};
