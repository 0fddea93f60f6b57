import { isStoreFailure } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineCommand } from '../../domain/task-event.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { findRepository } from '../repositories/find-repository.ts';
import { loadRun } from '../runs/save-run.ts';
import { recordFollowUp } from './record-follow-up.ts';

type FollowUpCommand = Extract<EngineCommand, { type: 'create-follow-up' }>;

const CREATED = 'follow-up-created';

/**
 * Commits a transition, with the task that it leaves for a person where the engine orders one (KB-22). While that one is open, the
 * same block makes no other. The transition is committed all the same where none can be made: it must not stall for it (INV-14).
 * Rejects with what the store rejects with.
 * @param task as the transition leaves it
 */
export const commitWithFollowUp = async (
  app: Pick<App, 'store' | 'log' | 'appOf' | 'clock'>,
  task: Task,
  commands: readonly EngineCommand[],
  changes: readonly Change[],
): Promise<void> => {
  const ordered = commands.find((command) => command.type === 'create-follow-up');
  if (ordered === undefined || (await hasOpenOne(app, task))) return app.store.commit(changes);
  try {
    const run = await loadRun(app, task.run);
    const there = await app.appOf(run);
    const project = run.project === null ? null : await findRepository(there, run.project);
    const order = { ...describe(task, ordered), project, mainPath: run.mainPath, cause: `left by ${task.id}` };
    await recordFollowUp(there, order, (id, made) => {
      const entry = { run: task.run, task: task.id, type: CREATED, data: { task: id }, at: app.clock.now() };
      return app.store.commit([...changes, ...made, { type: 'append-journal', entry }]);
    });
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    app.log.warn({ err: error, task: task.id }, 'a task leaves no follow-up: none could be made');
    await app.store.commit(changes);
  }
};

const hasOpenOne = async ({ store }: Pick<App, 'store'>, { run, id }: Task): Promise<boolean> => {
  const made = (await store.journal.after(run, 0)).filter((entry) => entry.type === CREATED && entry.task === id);
  const tasks = await Promise.all(made.map(({ data }) => store.tasks.get(String(data.task))));
  return tasks.some((task) => task?.state.status === 'blocked');
};

const describe = (task: Task, { kind, reason, paths }: FollowUpCommand): Pick<Task, 'title' | 'kind' | 'prompt'> => ({
  kind,
  title: `Settle the ${kind} of ${task.id}`.slice(0, 80),
  prompt: [
    `${task.id} (${task.title}) is blocked: ${reason}.`,
    `Look at each of these on the branch ${task.branch}${task.head === null ? '' : ` at ${task.head}`}, keep what is right as a change of its own, and say what is not:`,
    ...paths.map((path) => `- ${path}`),
  ].join('\n'),
});
