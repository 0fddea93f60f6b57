import type { Task } from './task.ts';

/**
 * What a task that is at work has to mend: the newest rejection, where that led to the present stage, with how often its gate has sent
 * the task back by now. Null where nothing was found yet, or the task is somewhere else.
 */
export const reworkReason = ({
  state,
  stage,
  candidate,
  rejections,
}: Pick<Task, 'state' | 'stage' | 'candidate' | 'rejections'>): string | null => {
  const last = rejections.at(-1);
  // Another candidate has that mended, and is here for another reason.
  if (last?.to !== stage || last.candidate !== candidate) return null;
  if (state.status !== 'running' && state.status !== 'planned') return null;
  const round = rejections.filter(({ gate }) => gate === last.gate).length;
  return `sent back by ${last.gate}, round ${round}: ${last.reason}`;
};
