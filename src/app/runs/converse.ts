import { isActive } from '../../domain/job.ts';
import { reasonOf } from '../../domain/task.ts';
import type { Lead, LeadOrder } from '../../ports/lead.ts';
import type { App } from '../app.ts';
import type { JobPump } from '../jobs/job-pump.ts';
import { saveRun } from './save-run.ts';

/** A final message while jobs go on does not end the run; so many further turns without any progress do. */
const IDLE_TURNS = 3;

/** Talks with the lead until its last word; the id of the question that it waits for, or null. */
export const converse = async (
  app: App,
  lead: Lead,
  pump: Pick<JobPump, 'kick' | 'idle' | 'isBusy'>,
  { run, message: firstMessage, signal }: LeadOrder,
): Promise<string | null> => {
  let message = firstMessage;
  let idleTurns = 0;
  for (;;) {
    const before = await endedJobs(app, run);
    const end = await lead.work({ run, message, signal });
    signal.throwIfAborted();
    if (end.type === 'waits') {
      await pump.idle();
      const question = await app.store.questions.get(end.question);
      if (question?.state.status !== 'answered') return end.question;
      message = `The person has answered ${end.question}.`;
      continue;
    }
    const said = app.redact(end.message);
    await saveRun(app, run, () => ({ summary: said }));
    app.progress.emit({ type: 'lead-said', text: said });
    await pump.kick();
    if (!pump.isBusy() && !(await hasActiveJobs(app, run))) return null;
    await pump.idle();
    signal.throwIfAborted();
    const ended = (await endedJobs(app, run)).filter((job) => !before.includes(job));
    idleTurns = ended.length === 0 ? idleTurns + 1 : 0;
    if (idleTurns >= IDLE_TURNS) return null;
    message = await outcomes(app, run);
  }
};

const hasActiveJobs = async (app: App, run: string): Promise<boolean> =>
  (await app.store.jobs.inRun(run)).some((job) => isActive(job.status));

/** Ids of the run's jobs that have ended. */
export const endedJobs = async (app: App, run: string): Promise<readonly string[]> =>
  (await app.store.jobs.inRun(run)).filter((job) => !isActive(job.status)).map((job) => job.id);

const outcomes = async (app: App, run: string): Promise<string> => {
  const jobs = (await app.store.jobs.inRun(run)).map(
    (job) =>
      `- ${job.id} (${job.role} on ${job.task}): ${job.status}${job.waitsFor === null ? '' : `, waits for ${job.waitsFor}`}`,
  );
  const tasks = (await app.store.tasks.inRun(run)).map(({ id, slug, stage, state }) => {
    const owner = 'owner' in state ? `, and the ${state.owner} can move it on` : '';
    const reason = reasonOf(state);
    return `- ${id} ${slug}: ${state.status} in ${stage}${owner}${reason === null ? '' : `: ${reason}`}`;
  });
  return [
    'Jobs were still under way after your last message. This is how things stand now:',
    ...jobs,
    ...tasks,
    'Go on, or end with your final report.',
  ].join('\n');
};
