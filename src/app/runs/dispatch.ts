import type { RunReport } from '../../domain/report.ts';
import type { DispatchTask } from '../../domain/settings.ts';
import type { Taken } from '../board/obey-status.ts';

/** Where tasks come from: a list, a tracker, a bot. A source that throws is asked again later and stops nobody else. */
export interface TaskSource {
  readonly name: string;
  /** The next task, or null when there is none now. */
  next(): Promise<DispatchTask | null>;
}

/** What became of one task of a source, or of the source itself. */
export type Dispatched =
  | { readonly type: 'run'; readonly source: string; readonly task: string; readonly report: RunReport }
  | { readonly type: 'failed'; readonly source: string; readonly task: string | null; readonly error: unknown };

/** What became of a status that a person set on the board. */
export interface TakenUp {
  readonly type: 'taken';
  readonly taken: Taken;
}

/** The tasks of `DISPATCH_TASKS`, in order. */
export const listedTasks = (tasks: readonly DispatchTask[]): TaskSource => {
  const waiting = [...tasks];
  return { name: 'DISPATCH_TASKS', next: async () => waiting.shift() ?? null };
};

/**
 * Takes tasks from sources, one after another, until all are empty. What goes wrong with one task or source is told and the
 * next one goes on.
 * @param perform the main job for one task
 */
export async function* dispatch(
  sources: readonly TaskSource[],
  perform: (task: DispatchTask) => Promise<RunReport>,
  signal: AbortSignal,
): AsyncIterable<Dispatched> {
  for (const source of sources) {
    while (!signal.aborted) {
      const taken = await nextOf(source);
      if (taken === null) break;
      yield 'error' in taken ? taken : await performOne(source.name, taken.task, perform);
      if ('error' in taken) break;
    }
  }
}

const nextOf = async (
  source: TaskSource,
): Promise<{ task: DispatchTask } | Extract<Dispatched, { type: 'failed' }> | null> => {
  try {
    const task = await source.next();
    return task === null ? null : { task };
  } catch (error) {
    return { type: 'failed', source: source.name, task: null, error };
  }
};

const performOne = async (
  source: string,
  task: DispatchTask,
  perform: (task: DispatchTask) => Promise<RunReport>,
): Promise<Dispatched> => {
  try {
    return { type: 'run', source, task: task.goal, report: await perform(task) };
  } catch (error) {
    return { type: 'failed', source, task: task.goal, error };
  }
};
