import type { Task } from '../../domain/task.ts';
import type { Forge } from '../../ports/forge.ts';
import type { App } from '../app.ts';
import { loadRun } from '../runs/save-run.ts';
import { within } from './within.ts';

type Needs = Pick<App, 'store' | 'clock' | 'leases' | 'log' | 'redact'>;

/** How long the forge may take to find a pull request, and to make one. */
const LOOK_UP_MS = 5_000;
const REQUEST_MS = 10_000;

/**
 * Makes sure that a task's branch has an open pull request, once however often it is called (MA-097). Never rejects: what goes wrong
 * is logged, and the gate that looks at the forge says what it finds there.
 * @returns its number; null where there is none
 */
export const ensurePullRequest = async (app: Needs, forge: Forge, task: Task): Promise<number | null> => {
  const known = await openPullRequest(app, forge, task.branch);
  if (known !== null) return known;
  try {
    const { mainBranch } = await loadRun(app, task.run);
    const { branch } = task;
    const [title, body] = [app.redact(task.title), app.redact(task.prompt)];
    const making = () =>
      within(app.clock, REQUEST_MS, forge.ensurePullRequest({ branch, base: mainBranch, title, body }));
    // One at a time in the whole home: two that are made at once would get one number.
    return await app.leases.hold('forge', `pull request of ${task.id}`, making);
  } catch (error) {
    app.log.warn({ err: error, task: task.id }, 'a pull request could not be made');
    return null;
  }
};

/** The number of a branch's open pull request; null where there is none, or the forge does not say (MA-098). */
const openPullRequest = async (
  app: Pick<Needs, 'clock' | 'log'>,
  forge: Forge,
  branch: string,
): Promise<number | null> => {
  try {
    return await within(app.clock, LOOK_UP_MS, forge.openPullRequest(branch));
  } catch (error) {
    app.log.warn({ err: error, branch }, 'a pull request could not be looked up');
    return null;
  }
};
