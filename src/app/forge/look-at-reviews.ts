import type { Evidence } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { candidateAt } from '../gates/candidate-at.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { ensurePullRequest } from './ensure-pull-request.ts';
import { within } from './within.ts';

type Needs = Pick<App, 'forge' | 'store' | 'clock' | 'leases' | 'log' | 'redact' | 'git' | 'settings' | 'pipelines'>;

const REQUEST_MS = 10_000;

/**
 * What people say at the forge about the present candidate of a task (MA-042). What they said of
 * another one counts for nothing (INV-2).
 */
export const lookAtReviews = async (app: Needs, task: Task): Promise<Evidence['pullRequest']> => {
  const { forge } = app;
  if (forge === null) return 'none';
  const number = await ensurePullRequest(app, forge, task);
  if (number === null) return { status: 'not-found' };
  try {
    const all = await within(app.clock, REQUEST_MS, forge.reviews(number));
    const isPresent = await Promise.all(all.map(({ commit }) => isOfCandidate(app, task, commit)));
    return { status: 'found', number, reviews: all.filter((_, place) => isPresent[place]) };
  } catch (error) {
    app.log.warn({ err: error, task: task.id }, 'reviews could not be read');
    return { status: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
};

/** Reports that were committed since have changed the commit and not what was looked at. */
const isOfCandidate = async (app: Needs, task: Task, commit: string): Promise<boolean> => {
  const known = /^[0-9a-f]{7,64}$/.test(commit) ? await app.git.resolve(app.settings.layout.mainPath, commit) : null;
  return known !== null && (await candidateAt(app, pipelineOf(app, task), task, known)) === task.candidate;
};
