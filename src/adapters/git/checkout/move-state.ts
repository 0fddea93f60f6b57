import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawChange, splitNul } from '../parse.ts';
import type { GitRunner, RunOptions } from '../run/runner.ts';
import { bytePath, lookAt } from './worktree-file.ts';

/** Modes as git writes them. */
export const NOTHING = '000000';
export const SUBMODULE = '160000';
const REGULAR = /^100/;

export type Side = 'from' | 'to';

/** What one side of a change is in an index: mode and id, or nothing. */
export function entryOf(change: RawChange, side: Side): string {
  const mode = side === 'from' ? change.fromMode : change.toMode;
  return mode === NOTHING ? NOTHING : `${mode} ${side === 'from' ? change.fromId : change.toId}`;
}

/** Puts one side of the changes into an index. */
export async function writeEntries(
  run: GitRunner,
  path: string,
  changes: readonly RawChange[],
  side: Side,
  options: RunOptions = {},
): Promise<void> {
  if (changes.length === 0) return;
  // Removals first: a name may be a file on one side and a directory on the other.
  const isKept = (change: RawChange) => entryOf(change, side) !== NOTHING;
  const ordered = [...changes.filter((change) => !isKept(change)), ...changes.filter(isKept)];
  const lines = ordered.map((change) => {
    const entry = isKept(change) ? entryOf(change, side) : `0 ${'0'.repeat(change.toId.length)}`;
    return `${entry}\t${change.path}\0`;
  });
  await run(path, ['update-index', '-z', '--index-info'], { ...options, input: Buffer.from(lines.join(''), 'latin1') });
}

/** Names whose files are not what one side has. Git compares, by an index made for it, so line endings, filters and modes count. */
export async function filesUnlike(
  run: GitRunner,
  path: string,
  changes: readonly RawChange[],
  side: Side,
): Promise<Set<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-index-'));
  try {
    const options = { env: { GIT_INDEX_FILE: join(folder, 'index') } };
    const present = changes.filter((change) => entryOf(change, side) !== NOTHING);
    await writeEntries(run, path, present, side, options);
    await run(path, ['update-index', '-q', '--refresh'], { ...options, answers: [0, 1] });
    const { stdout } = await run(path, ['diff-files', '-z', '--name-only', '--ignore-submodules=all'], {
      ...options,
      encoding: 'latin1',
    });
    const unexpected = changes
      .filter((change) => entryOf(change, side) === NOTHING)
      .filter((change) => lookAt(path, change.path)?.isDirectory() === false);
    return new Set([...splitNul(stdout), ...unexpected.map((change) => change.path)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Index entries of the checkout as `entryOf` writes them; an unmerged one is like neither side. */
export async function stagedEntries(run: GitRunner, path: string): Promise<Map<string, string>> {
  const { stdout } = await run(path, ['ls-files', '--stage', '-z'], { encoding: 'latin1' });
  return new Map(
    splitNul(stdout).map((line) => {
      const tab = line.indexOf('\t');
      const [mode, id, stage] = line.slice(0, tab).split(' ');
      return [line.slice(tab + 1), stage === '0' ? `${mode} ${id}` : 'unmerged'];
    }),
  );
}

/** True for what git leaves when it is killed while it replaces a file: no file, or one that ends too early. Nobody's work is in it. */
export async function isUnfinished(run: GitRunner, path: string, change: RawChange): Promise<boolean> {
  const stat = lookAt(path, change.path);
  if (stat === undefined || stat.isDirectory()) return true;
  if (!stat.isFile() || !REGULAR.test(change.toMode)) return false;
  const { stdout } = await run(path, ['cat-file', '--filters', '--batch', '-z'], {
    input: Buffer.from(`${change.toId} ${change.path}\0`, 'latin1'),
    encoding: 'latin1',
  });
  const content = stdout.slice(stdout.indexOf('\n') + 1, -1);
  return content.startsWith(readFileSync(bytePath(path, change.path), 'latin1'));
}
