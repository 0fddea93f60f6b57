import type { News } from '../../domain/news/news.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { within } from './within.ts';

const REQUEST_MS = 10_000;

/**
 * Closes the pull request of a task that was merged here: nothing is pushed, so the forge cannot see it. A task without one, or whose
 * request somebody has closed, is left alone. Rejects as the forge does.
 */
export const closePullRequest = async (
  app: Pick<App, 'forge' | 'clock' | 'leases'>,
  news: News,
  { id, branch, state }: Task,
): Promise<void> => {
  const { forge, clock } = app;
  if (forge === null || news.type !== 'completed' || state.status !== 'merged') return;
  const number = await within(clock, REQUEST_MS, forge.openPullRequest(branch));
  if (number === null) return;
  const comment = `Merged locally as ${state.commit}.`;
  const closing = () => within(clock, REQUEST_MS, forge.closePullRequest(number, comment));
  await app.leases.hold('forge', `pull request of ${id}`, closing);
};
