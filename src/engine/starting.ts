import type { Stage } from '../domain/pipeline/pipeline.ts';
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
      `the ${stage.role} has worked on it ${timesOf(stage, task)} times${causesIn(stage, task)}, which is all that ${stage.name} allows; ${reason}`,
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

/** What sent a task back to a stage, by gate and how often. The cap counts the role's runs, whatever their cause (MA-061). */
const causesIn = (stage: Stage, { rejections }: Task): string => {
  const times = new Map<string, number>();
  for (const { to, gate } of rejections) if (to === stage.name) times.set(gate, (times.get(gate) ?? 0) + 1);
  const causes = [...times].map(([gate, count]) => `${gate}: ${count}`);
  return causes.length === 0 ? '' : ` (sent back by ${causes.join(', ')})`;
};

export const blocked = (task: Task, reason: string): Task => ({
  ...task,
  due: null,
  state: { status: 'blocked', reason, owner: 'person' },
});
