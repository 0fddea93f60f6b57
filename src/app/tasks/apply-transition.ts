import { isStateConflict, OrchestratorError } from '../../domain/errors.ts';
import { reasonOf, type Task } from '../../domain/task.ts';
import type { EngineCommand, TaskEvent } from '../../domain/task-event.ts';
import { decide } from '../../engine/decide.ts';
import { escalationOf } from '../../engine/escalation.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { commitWithFollowUp } from './commit-with-follow-up.ts';
import { dependencyOf, unmergedOf } from './dependencies-of.ts';
import { jobChanges } from './job-changes.ts';
import { pipelineOf } from './pipeline-of.ts';
import { questionChanges } from './question-changes.ts';
import { settleVersions } from './settle-versions.ts';
import { choiceChanges, tellChoices } from './stage-choices.ts';

type Needs = Pick<App, 'store' | 'pipelines' | 'prompts' | 'clock' | 'progress' | 'settings' | 'log' | 'appOf'>;

/** How an event was taken: the task as saved with what is to be done next, or the refusal. */
export type Applied =
  | { readonly accepted: true; readonly task: Task; readonly commands: readonly EngineCommand[] }
  | { readonly accepted: false; readonly task: Task; readonly reason: string };

/** Workers, a tech lead, people and the board write one task, each seldom; more tries than that mean a fault of ours. */
const TRIES = 8;

/**
 * The only way in which a task changes (INV-1): the engine decides, and state, journal and jobs are committed in one
 * transaction (INV-7). A concurrent save is noticed by its version and the event is decided anew.
 * @param also further changes that belong to the same transaction, made anew for each try
 * @returns refused events change nothing; what the task is `due` for is left to the caller
 */
export const applyTransition = async (
  app: Needs,
  taskId: string,
  event: TaskEvent,
  also: (task: Task) => Promise<readonly Change[]> = noFurtherChanges,
): Promise<Applied> => {
  const applied = await decideAndCommit(app, taskId, event, also);
  if (!applied.accepted) return applied;
  const { before, task, commands, changes } = applied;
  announce(app, before, task);
  tellQuestions(app, changes);
  tellChoices(app, task, commands);
  await settleDependents(app, task, commands);
  await settleVersions(app, task, commands, (id, follows) => applyTransition(app, id, follows));
  return { accepted: true, task, commands };
};

type Committed = Extract<Applied, { accepted: true }> & { readonly before: Task; readonly changes: readonly Change[] };

const decideAndCommit = async (
  app: Needs,
  taskId: string,
  event: TaskEvent,
  also: (task: Task) => Promise<readonly Change[]>,
): Promise<Committed | Extract<Applied, { accepted: false }>> => {
  for (let tries = 1; ; tries += 1) {
    const before = await app.store.tasks.get(taskId);
    if (before === null)
      throw new OrchestratorError('unknown-task', `There is no task ${taskId}.`, 'See `orchestrator task list`.');
    const decision = decide(pipelineOf(app, before), before, event);
    if (!decision.accepted) return { accepted: false, task: before, reason: decision.reason };
    const { task, commands } = decision;
    const changes = [
      { type: 'save-task', task } as const,
      { type: 'append-journal', entry: journalEntry(app, before, task, event) } as const,
      ...(await jobChanges(app, task, commands)),
      ...(await questionChanges(app, before, task, commands)),
      ...choiceChanges(app, task, commands),
      ...(await also(task)),
    ];
    try {
      await commitWithFollowUp(app, task, commands, changes);
      return { accepted: true, before, task, commands, changes };
    } catch (error) {
      if (!isStateConflict(error) || tries >= TRIES) throw error;
    }
  }
};

const noFurtherChanges = async (): Promise<readonly Change[]> => [];

/** A stage change names what allowed it: the event with its verdicts or approval. */
const journalEntry = (app: Needs, before: Task, after: Task, event: TaskEvent) => ({
  run: after.run,
  task: after.id,
  type: event.type,
  data: {
    event,
    from: { stage: before.stage, status: before.state.status },
    to: { stage: after.stage, status: after.state.status },
    candidate: after.candidate,
    reason: reasonOf(after.state),
    escalation: escalationOf(pipelineOf(app, after), before, after),
  },
  at: app.clock.now(),
});

const announce = (app: Needs, before: Task, after: Task): void => {
  if (before.stage === after.stage && before.state.status === after.state.status) return;
  app.progress.emit({
    type: 'task-changed',
    task: after.id,
    slug: after.slug,
    stage: after.stage,
    status: after.state.status,
    reason: reasonOf(after.state),
  });
};

const tellQuestions = (app: Needs, changes: readonly Change[]): void => {
  for (const change of changes)
    if (change.type === 'save-question' && change.question.state.status === 'open')
      app.progress.emit({ type: 'question-asked', question: change.question });
};

/** Tells the tasks that depend on this one; each is decided in a transaction of its own, and recovery repeats what a crash cut off. */
const settleDependents = async (app: Needs, task: Task, commands: readonly EngineCommand[]): Promise<void> => {
  if (!commands.some((command) => command.type === 'settle-dependents')) return;
  for (const dependent of await app.store.tasks.dependents(task.id)) {
    // It may be one of another repository, with rules of its own.
    const there = dependent.run === task.run ? app : await appOfRun(app, dependent.run);
    await applyTransition(there, dependent.id, {
      type: 'dependency-settled',
      dependency: dependencyOf(task),
      unmerged: await unmergedOf(app.store, dependent),
    });
  }
};
