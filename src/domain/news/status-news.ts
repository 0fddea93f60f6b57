import { type BoardStatus, statusOfStage } from '../board.ts';
import type { News } from './news.ts';
import type { Transition } from './transition.ts';

/** The status that the board shows from now on; nothing where it shows that already, so that nothing flickers (MA-262). */
export const statusNews = (transition: Transition): readonly News[] => {
  const { type, from, to, event } = transition;
  // The next answer of the gates says where the task goes.
  if (type === 'approved') return [];
  const status = shownAt(transition);
  const isSame = from.stage === to.stage && groupOf(from.status) === groupOf(to.status);
  // A person's yes to one gate leaves the board as it waits; another gate may then send the work back in the same stage.
  const isSentBack = event.verdicts.some(({ outcome }) => outcome === 'fail');
  return status === null || (isSame && !isSentBack) ? [] : [{ type: 'status', status }];
};

const shownAt = ({ to, event }: Transition): BoardStatus | null => {
  switch (groupOf(to.status)) {
    case 'at work':
      return statusOfStage(to.stage);
    case 'stuck':
      return 'blocked';
    case 'waiting': {
      const pending = event.verdicts.find(({ outcome }) => outcome === 'pending');
      if (pending === undefined) return 'blocked';
      // Nobody is asked: it goes on by itself.
      if (pending.evidence.until !== undefined) return null;
      return pending.evidence.question === undefined ? 'in_review' : 'needs_input';
    }
    case 'merged':
      return 'done';
    case 'cancelled':
      return 'cancelled';
  }
};

/** What the board does not tell apart. */
const groupOf = (status: string): 'at work' | 'stuck' | 'waiting' | 'merged' | 'cancelled' => {
  switch (status) {
    case 'waiting':
    case 'merged':
    case 'cancelled':
      return status;
    case 'blocked':
    case 'failed':
    case 'skipped':
      return 'stuck';
    default:
      return 'at work';
  }
};
