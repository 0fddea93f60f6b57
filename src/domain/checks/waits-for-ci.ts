import type { Task } from '../task.ts';
import type { CiWait } from './ci-polling.ts';

/** The newest look about the task's present candidate that has brought no end; null where none has. */
export const waitingStep = ({ verdicts, candidate }: Pick<Task, 'verdicts' | 'candidate'>): CiWait | null => {
  for (const { candidate: of, outcome, reason, evidence } of verdicts) {
    const { polling } = evidence;
    if (of === candidate && outcome === 'pending' && polling !== undefined) return { outcome: 'wait', reason, polling };
  }
  return null;
};

/** When a task that waits for CI is to be looked at again, in milliseconds since the epoch; null: it waits for no CI. */
export const nextLook = (task: Task): number | null =>
  task.state.status === 'waiting' && task.due === 'gates' ? (waitingStep(task)?.polling.next ?? null) : null;
