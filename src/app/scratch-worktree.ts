import type { App } from './app.ts';
import { isSetUp, setUpNote } from './set-up-worktree.ts';

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
  const name = freeName(app);
  return app.leases.hold(name, 'checks', async () => {
    const path = `${scratchDirectory(app)}/${name}`;
    if (await app.files.exists(`${path}/.git`)) {
      await resetScratch(app, { name, path }, commit);
    } else {
      await app.files.remove(path);
      await app.files.remove(setUpNote(app.settings.layout.home, name));
      await app.git.addWorktree(app.settings.layout.mainPath, path, { detach: commit });
    }
    return work({ name, path });
  });
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

const freeName = (app: Needs): string => {
  for (let number = 1; ; number += 1) {
    const name = `scratch-${number}`;
    if (app.leases.holder(name) === null || number > app.settings.limits.maxWorkers) return name;
  }
};

const scratchDirectory = (app: Needs): string => `${app.settings.layout.home}/scratch`;

/** Removes all scratch worktrees: they hold nothing that a commit does not hold. */
export const removeScratch = async (app: Needs): Promise<void> => {
  for (const name of await app.files.list(scratchDirectory(app))) {
    const path = `${scratchDirectory(app)}/${name}`;
    if (await app.files.exists(`${path}/.git`)) await app.git.removeWorktree(app.settings.layout.mainPath, path);
    await app.files.remove(path);
    await app.files.remove(setUpNote(app.settings.layout.home, name));
  }
};
