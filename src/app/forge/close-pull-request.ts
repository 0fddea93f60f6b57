import type { News } from '../../domain/news/news.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { loadRun } from '../runs/save-run.ts';
import { within } from './within.ts';

const REQUEST_MS = 10_000;

/**
 * Closes the pull request of a task that main holds: nothing is pushed, so the forge cannot see it. A task without one, or whose
 * request somebody has closed, is left alone, and so is one of which there are only patches. Rejects as the forge does.
 */
export const closePullRequest = async (
  app: Pick<App, 'forge' | 'clock' | 'leases' | 'store'>,
  news: News,
  { id, run, branch, state }: Task,
): Promise<void> => {
  const { forge, clock } = app;
  if (forge === null || news.type !== 'completed' || state.status !== 'merged') return;
  if ((await loadRun(app, run)).delivery === 'patch-only') return;
  const number = await within(clock, REQUEST_MS, forge.openPullRequest(branch));
  if (number === null) return;
  const comment = `Merged locally as ${state.commit}.`;
  const closing = () => within(clock, REQUEST_MS, forge.closePullRequest(number, comment));
  await app.leases.hold('forge', `pull request of ${id}`, closing);
};
