import type { GitRunner } from '../run/runner.ts';
import type { IndexEntry } from './index-entries.ts';
import { filesUnlike, NOTHING } from './move-state.ts';

/**
 * Makes git look again at files that it was told not to look at (`update-index --assume-unchanged`, `--skip-worktree`): a worker could
 * keep changes out of its candidate that the checks in its worktree see (INV-2). What a sparse checkout leaves out stays out.
 */
export async function unhideFiles(run: GitRunner, path: string, entries: readonly IndexEntry[]): Promise<void> {
  const assumed = entries.filter((entry) => entry.isAssumed);
  const skipped = entries.filter((entry) => entry.isSkipped);
  await clearMark(run, path, '--no-assume-unchanged', assumed);
  await clearMark(run, path, '--no-skip-worktree', skipped);
}

/** Names of files that differ from the index although git was told not to look. The marks stay: in main they are the person's. */
export async function hiddenChanges(run: GitRunner, path: string, entries: readonly IndexEntry[]): Promise<string[]> {
  const hidden = entries.filter((entry) => entry.isAssumed || entry.isSkipped);
  if (hidden.length === 0) return [];
  const changes = hidden.map((entry) => ({
    path: entry.path,
    ...{ fromMode: NOTHING, fromId: '', status: 'A' },
    ...{ toMode: entry.mode, toId: entry.id },
  }));
  return [...(await filesUnlike(run, path, changes, 'to'))];
}

async function clearMark(run: GitRunner, path: string, option: string, entries: readonly IndexEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const input = Buffer.from(entries.map((entry) => `${entry.path}\0`).join(''), 'latin1');
  await run(path, ['update-index', option, '-z', '--stdin'], { input });
}
