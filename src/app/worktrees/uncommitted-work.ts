import { z } from 'zod';
import type { App } from '../app.ts';
import { readJsonNote } from '../home/read-json-note.ts';
import { setUpLeftovers } from './set-up-worktree.ts';

type Needs = Pick<App, 'git' | 'files' | 'settings'>;

/**
 * Where the harness notes which untracked files were there before a worker started: they are not its work (CF-36). The note
 * outlives a failed or interrupted job, so that what the job left is still told apart when the next one ends.
 */
const note = (home: string, worktree: string): string => `${home}/set-up/${worktree}.untracked.json`;

const readNote = (app: Needs, worktree: string): Promise<readonly string[] | null> =>
  readJsonNote(app, note(app.settings.layout.home, worktree), z.array(z.string()));

/** Untracked files that are not the worker's: they were there before it, or set-up made them. */
export const notOfWorker = async (app: Needs, worktree: string): Promise<readonly string[]> => {
  return [...((await readNote(app, worktree)) ?? []), ...(await setUpLeftovers(app, worktree))];
};

/** Called before a worker starts; keeps an older note, which a job that did not succeed left behind. */
export const noteUntracked = async (app: Needs, worktree: string, untracked: readonly string[]): Promise<void> => {
  if ((await readNote(app, worktree)) !== null) return;
  await app.files.makeDirectory(`${app.settings.layout.home}/set-up`);
  await app.files.write(note(app.settings.layout.home, worktree), JSON.stringify(untracked));
};

/** Called when the worker's work is committed: from now on nothing of it lies about. */
export const forgetUntracked = (app: Needs, worktree: string): Promise<void> =>
  app.files.remove(note(app.settings.layout.home, worktree));

/**
 * What lies uncommitted in a worktree and is somebody's work (INV-9). What only set-up made is not; what lay about before a
 * worker started is, though not the worker's.
 */
export const uncommittedWork = async (
  app: Needs,
  worktree: string,
  path: string,
): Promise<{ uncommitted: readonly string[]; inProgress: string | null }> => {
  // A worktree that was removed holds nothing; its branch goes on without it.
  if (!(await app.files.isDirectory(path))) return { uncommitted: [], inProgress: null };
  const { changed, untracked, inProgress } = await app.git.status(path);
  const leftovers = new Set(await setUpLeftovers(app, worktree));
  return { uncommitted: [...changed, ...untracked.filter((file) => !leftovers.has(file))], inProgress };
};
