import { type Job, SHARED_QUEUE } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineCommand } from '../../domain/task-event.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { newJob } from '../jobs/new-job.ts';
import { loadRun } from '../runs/save-run.ts';
import { pipelineOf } from './pipeline-of.ts';

type Needs = Pick<App, 'store' | 'pipelines' | 'prompts' | 'clock' | 'settings'>;
type CommandOf<Type extends EngineCommand['type']> = Extract<EngineCommand, { type: Type }>;

/** The jobs that a transition orders, lets start or calls off, for the transaction that saves it. */
export const jobChanges = async (
  app: Needs,
  task: Task,
  commands: readonly EngineCommand[],
): Promise<readonly Change[]> => {
  const changes: Change[] = [];
  for (const command of commands) {
    if (command.type === 'queue-job') {
      changes.push({ type: 'insert-job', job: await queuedJob(app, task, command) });
    } else if (command.type === 'release-job' || command.type === 'cancel-job') {
      const job = await app.store.jobs.get(command.job);
      if (job !== null) changes.push({ type: 'save-job', job: { ...job, ...patchOf(app, command) } });
    }
  }
  return changes;
};

const patchOf = ({ clock }: Needs, command: CommandOf<'release-job' | 'cancel-job'>): Partial<Job> =>
  command.type === 'release-job'
    ? { status: 'queued', waitsFor: command.waitsFor }
    : { status: 'cancelled', summary: command.reason, endedAt: clock.now() };

const queuedJob = async (
  app: Needs,
  task: Task,
  { job, role, instructions, waitsFor }: CommandOf<'queue-job'>,
): Promise<Job> =>
  newJob(app, {
    ...{ id: job, run: task.run, task: task.id, role, instructions, waitsFor },
    queue: (await loadRun(app, task.run)).kind === 'task' ? SHARED_QUEUE : task.run,
    // What is nearly done comes before what is begun.
    priority: pipelineOf(app, task).stages.findIndex(({ name }) => name === task.stage),
    // A role that cannot be read says so when its job runs.
    worker: await app.prompts.agent(role).then(
      ({ worker }) => worker,
      () => null,
    ),
  });
