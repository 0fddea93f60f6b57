import type { Project } from '../../domain/project/project.ts';
import type { Task } from '../../domain/task.ts';
import { freeName, slugOf } from '../../domain/text/slug.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { DEFAULT_PIPELINE } from '../runs/choose-pipeline.ts';
import { refuseUnsupported } from '../runs/preflight.ts';
import { newRun, runStarted } from '../runs/start-run.ts';
import { freeTaskId, taskCreated } from './create-task.ts';
import { withFreeNames } from './names-in-use.ts';
import { newTask } from './new-task.ts';

/** A task that other work leaves behind for a person. */
export interface FollowUp extends Pick<Task, 'title' | 'kind' | 'prompt'> {
  /** Null: the base directory's own repository. */
  readonly project: Project | null;
  /** Absolute path of main's checkout. */
  readonly mainPath: string;
  /** What left it, as a clause. */
  readonly cause: string;
}

/**
 * Makes a task that is blocked from its beginning, in a run of its own: a person has it retried, or cancels it (KB-22).
 * Rejects with what stands in the way of a task in that repository, and with what `record` rejects with.
 * @param record commits the changes in one transaction with whatever leaves the task behind, so that neither a crash nor another try
 *   makes a second one (INV-7); asked again with other names where somebody was quicker to take them
 */
export const recordFollowUp = async <T>(
  app: Pick<App, 'settings' | 'git' | 'ids' | 'worker' | 'clock' | 'redact' | 'appOf'>,
  { project, mainPath, cause, title, kind, prompt }: FollowUp,
  record: (id: string, changes: readonly Change[]) => Promise<T>,
): Promise<T> => {
  const facts = await app.git.inspect(mainPath);
  refuseUnsupported(mainPath, facts);
  const settings = { ...app.settings, layout: { ...app.settings.layout, mainPath } };
  const order = { kind: 'task', project: project?.repo ?? null, goal: title, pipeline: DEFAULT_PIPELINE } as const;
  const run = await newRun({ ...app, settings }, order, facts);
  const there = await app.appOf(run);
  const id = await freeTaskId(there, project);
  const slug = slugOf(title);
  await there.files.makeDirectory(`${there.settings.layout.home}/runs/${run.id}`);
  return withFreeNames(there, run, (taken) => {
    const begun = newTask(there, run, {
      ...{ id, slug, title, kind, pipeline: DEFAULT_PIPELINE },
      name: freeName(slug, (name) => taken.has(name)),
      prompt: app.redact(prompt),
      ...{ origin: 'person', dependsOn: [], unmerged: [], base: null },
    });
    const reason = `${cause}; \`orchestrator task retry ${id}\` starts it`;
    const task: Task = { ...begun, due: null, state: { status: 'blocked', reason, owner: 'person' } };
    return record(id, [
      ...runStarted(run),
      { type: 'insert-task', task },
      { type: 'append-journal', entry: taskCreated(there, task) },
      { type: 'append-journal', entry: blockedFromTheStart(task, begun, reason) },
    ]);
  });
};

/** Told as every other standstill is: somebody has to look. */
const blockedFromTheStart = ({ run, id, stage, state, createdAt }: Task, begun: Task, reason: string) => ({
  ...{ run, task: id, type: 'task-blocked', at: createdAt },
  data: {
    event: { type: 'task-blocked', reason },
    from: { stage, status: begun.state.status },
    to: { stage, status: state.status },
    candidate: null,
    reason,
  },
});
