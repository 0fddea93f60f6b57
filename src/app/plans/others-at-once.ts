import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { PlanHands } from './plan-hands.ts';

const MOST_NAMED = 5;

/**
 * Who else may have done what was found after a task had run: processes side by side cannot be told apart. As one sentence; null
 * where nobody of the plan ran meanwhile.
 * @param since when the task began, in milliseconds since the epoch
 */
export const othersAtOnce = ({ items }: Pick<PlanHands, 'items'>, { id }: PlanItem, since: number): string | null => {
  const others = [...items.values()]
    .filter((other) => other.id !== id && (other.status === 'running' || hasEndedSince(other, since)))
    .map((other) => other.id);
  if (others.length === 0) return null;
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `It was this task or one that ran at the same time: ${others.slice(0, MOST_NAMED).join(', ')}${more}.`;
};

const hasEndedSince = ({ status, endedAt }: PlanItem, since: number): boolean =>
  status !== 'skipped' && endedAt !== null && endedAt > since;
