import type { Job } from '../../domain/job.ts';
import type { WorkerKind } from '../../domain/settings.ts';
import { admit, afterNoTrial } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';
import { claimLimits } from './claim-limits.ts';
import { saveBreaker, updateBreaker } from './update-breaker.ts';

type Needs = Pick<App, 'store' | 'clock' | 'presence' | 'worker' | 'files' | 'settings'>;

/** Whether jobs for a kind of worker may start: all that are due, one to see whether its service is back, or none. */
type Admission = 'all' | 'trial' | 'none';

/**
 * Takes the next due jobs of a queue for this process, within the limits of the home and of each repository. A kind of worker whose
 * service is given a rest holds up its own jobs alone; while it is on trial, one at the most is taken. Empty when there is nothing to take.
 * @param isReady whether a kind of worker can start at all
 */
export const claimJobs = async (
  app: Needs,
  queue: string,
  most: number,
  isReady: (kind: WorkerKind) => Promise<boolean> = async () => true,
): Promise<readonly Job[]> => {
  const at = app.clock.now();
  const own = app.worker.kind;
  const wanted = await app.store.jobs.workersWanted(queue, at);
  if (wanted.length === 0) return [];
  const kinds = [...new Set(wanted.map((kind) => kind ?? own))];
  const admissions = new Map<WorkerKind, Admission>();
  for (const kind of kinds) admissions.set(kind, (await isReady(kind)) ? await admission(app, kind, at) : 'none');
  const of = (kind: WorkerKind) => (kind === own ? [kind, null] : [kind]);
  const order = { queue, by: app.presence.id, at, ...(await claimLimits(app)) };

  const held = kinds.filter((kind) => admissions.get(kind) !== 'all');
  const jobs: Job[] = [];
  if (held.length === 0) return app.store.jobs.claim(order, most);
  if (held.length < kinds.length)
    jobs.push(...(await app.store.jobs.claim({ ...order, workers: { without: held.flatMap(of) } }, most)));
  for (const kind of held.filter((other) => admissions.get(other) === 'trial')) {
    const room = Math.min(1, most - jobs.length);
    const trial = await app.store.jobs.claim({ ...order, workers: { only: of(kind) } }, room);
    if (trial.length === 0) await updateBreaker(app, kind, (state) => afterNoTrial(state, at));
    jobs.push(...trial);
  }
  return jobs;
};

const admission = async (app: Needs, kind: WorkerKind, at: number): Promise<Admission> => {
  const breaker = await app.store.breakers.get(kind);
  const { admitted, next } = admit(breaker, at);
  if (!admitted) return 'none';
  if (next === breaker) return 'all';
  // Who loses leaves the trial to the other one.
  return (await saveBreaker(app, breaker, next)) ? 'trial' : 'none';
};
