import type { Stage } from '../domain/pipeline.ts';
import type { Task } from '../domain/task.ts';

/**
 * Has the role of a stage start. Where nobody works, or the role has worked as often as the pipeline allows, a person has to look.
 * @param reason why it would start, for that person
 */
export const start = (stage: Stage, task: Task, reason: string): Task => {
  const there: Task = { ...task, stage: stage.name };
  if (stage.role === null) return blocked(there, `${reason}; nobody works in ${stage.name}`);
  if (isUsedUp(stage, task)) {
    return blocked(
      there,
      `the ${stage.role} has worked on it ${timesOf(stage, task)} times, which is all that ${stage.name} allows; ${reason}`,
    );
  }
  return workOn(stage, there);
};

/** The role of a stage is to work, however often: what it has left there before was not enough, and its gates wait for it (INV-1). */
export const workOn = (stage: Stage, task: Task): Task => ({
  ...task,
  works: task.works.filter((done) => done.stage !== stage.name),
  due: 'work',
  state: { status: 'planned' },
});

/** Whether the role of a stage has worked on a task as often as it may without a person's word. */
export const isUsedUp = (stage: Stage, task: Task): boolean =>
  stage.attempts !== null && timesOf(stage, task) >= stage.attempts;

const timesOf = ({ role }: Stage, task: Task): number => (role === null ? 0 : (task.attempts[role] ?? 0));

export const blocked = (task: Task, reason: string): Task => ({
  ...task,
  due: null,
  state: { status: 'blocked', reason, owner: 'person' },
});
