import { isSettled, type Task } from '../../domain/task.ts';
import type { EngineCommand, TaskEvent } from '../../domain/task-event.ts';
import type { App } from '../app.ts';

/**
 * What an event of a task means for those that are one with it: a version tells its original that it has come to rest, and one that
 * decided on its versions calls the others off. Each is a transition of its own, which recovery repeats after a crash.
 */
export const settleVersions = async (
  { store }: Pick<App, 'store'>,
  task: Task,
  commands: readonly EngineCommand[],
  apply: (id: string, event: TaskEvent) => Promise<unknown>,
): Promise<void> => {
  for (const command of commands) {
    if (command.type === 'tell-original')
      await apply(command.task, { type: 'version-ended', number: command.number, end: command.end });
    else if (command.type === 'close-versions')
      for (const { id } of closedVersions(task, await store.tasks.inRun(task.run)))
        await apply(id, { type: 'cancelled', by: closedBy(task) });
  }
};

/** The versions of a task that are decided on, and whose own tasks do not know it yet. */
export const closedVersions = (original: Task, tasks: readonly Task[]): readonly Task[] =>
  tasks.filter(
    ({ versionOf, state }) =>
      versionOf?.task === original.id && !isSettled(state) && isClosed(original, versionOf.number),
  );

const isClosed = ({ state, versions }: Task, number: number): boolean =>
  isSettled(state) || versions?.open.includes(number) !== true;

/** Who closes them, for people. */
export const closedBy = ({ id, state, versions }: Pick<Task, 'id' | 'state' | 'versions'>): string => {
  if (isSettled(state)) return `the end of ${id}`;
  return versions?.selected == null ? 'the report of all versions' : `the choice of version ${versions.selected}`;
};
