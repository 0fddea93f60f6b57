import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import { isSetUp, setUpNote } from './set-up-worktree.ts';
import { entriesLease } from './worktree-path.ts';

type Needs = Pick<App, 'git' | 'files' | 'leases' | 'settings'>;

/** What a set-up makes and what the same lock file may use again; everything else is removed between two uses. */
const KEPT_BETWEEN_USES = ['node_modules', '.venv'];

export interface Scratch {
  readonly name: string;
  /** Absolute path, under the home: no worker ever had it. */
  readonly path: string;
}

/**
 * Lends a scratch worktree that holds exactly one commit (INV-10). They are pooled, because adding one costs more than all
 * other git work of a task together.
 */
export const withScratch = async <T>(
  app: Needs,
  commit: string,
  work: (scratch: Scratch) => Promise<T>,
): Promise<T> => {
  const lend = async ({ name, path }: Scratch): Promise<T> => {
    if (await app.files.exists(`${path}/.git`)) {
      await resetScratch(app, { name, path }, commit);
    } else {
      await app.files.remove(path);
      await app.files.remove(setUpNote(app.settings.layout.home, name));
      const { mainPath } = app.settings.layout;
      await app.leases.hold(entriesLease(mainPath), name, () =>
        app.git.addWorktree(mainPath, path, { detach: commit }),
      );
    }
    return work({ name, path });
  };
  for (let number = 1; number <= app.settings.limits.maxWorkers; number += 1) {
    const scratch = scratchNumber(app, number);
    const done = await app.leases.holdIfFree(scratch.path, 'checks', () => lend(scratch));
    if (done !== null) return done.value;
  }
  const last = scratchNumber(app, app.settings.limits.maxWorkers + 1);
  return app.leases.hold(last.path, 'checks', () => lend(last));
};

/** Without a set-up that fits the commit, the directories that would be kept are the work of an earlier check. */
const resetScratch = async (app: Needs, scratch: Scratch, commit: string): Promise<void> => {
  const wasSetUp = await app.files.exists(setUpNote(app.settings.layout.home, scratch.name));
  await app.git.resetWorktree(scratch.path, commit, wasSetUp ? KEPT_BETWEEN_USES : []);
  if (!wasSetUp || (await isSetUp(app, scratch))) return;
  await distrustScratch(app, scratch);
  await app.git.resetWorktree(scratch.path, commit, []);
};

/** Has a scratch worktree prepared anew at its next use: what ran in it may have left more than it found. */
export const distrustScratch = (app: Needs, scratch: Scratch): Promise<void> =>
  app.files.remove(setUpNote(app.settings.layout.home, scratch.name));

const scratchNumber = (app: Needs, number: number): Scratch => {
  const name = `${scratchPrefix(app)}${number}`;
  return { name, path: `${scratchDirectory(app)}/${name}` };
};

/** A home may serve several repositories, and each worktree belongs to one. */
const scratchPrefix = ({ settings }: Needs): string =>
  `scratch-${createHash('sha256').update(settings.layout.mainPath).digest('hex').slice(0, 6)}-`;

const scratchDirectory = (app: Needs): string => `${app.settings.layout.home}/scratch`;

/** Removes the repository's scratch worktrees that nobody uses: they hold nothing that a commit does not hold. */
export const removeScratch = async (app: Needs): Promise<void> => {
  const names = await app.files.list(scratchDirectory(app));
  for (const name of names.filter((entry) => entry.startsWith(scratchPrefix(app)))) {
    const path = `${scratchDirectory(app)}/${name}`;
    await app.leases.holdIfFree(path, 'removal', () => removeOne(app, { name, path }));
  }
};

const removeOne = async (app: Needs, { name, path }: Scratch): Promise<void> => {
  if (await app.files.exists(`${path}/.git`)) {
    const { mainPath } = app.settings.layout;
    await app.leases.hold(entriesLease(mainPath), `removal of ${name}`, () => app.git.removeWorktree(mainPath, path));
  }
  await app.files.remove(path);
  await app.files.remove(setUpNote(app.settings.layout.home, name));
};
