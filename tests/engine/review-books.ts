import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';

/** Runs of each role that need no person's word, as the pipeline file says. */
const RUNS: Readonly<Record<string, number>> = { executor: 3, 'test-author': 3, reviewer: 5, fixer: 4 };

/** What has been reviewed of one task, kept from the events alone and without a look at what the engine says of reviews. */
interface ReviewBooks {
  /**
   * Enters an accepted event.
   * @returns what the engine may not have done, or null
   */
  enter(before: Task, after: Task, event: TaskEvent): string | null;
}

export const openReviewBooks = (): ReviewBooks => {
  /** Trees that a reviewer has read as they are, or that fixers have made of these for nothing but the answers. */
  const covered = new Set<string>();
  const runs = new Map<string, number>();
  let retries = 0;
  /** Whether the fixer was sent for by the review, and by nobody since. */
  let answersReview = false;
  let startedAt: string | null = null;

  const noteEnd = (before: Task, tree: string): void => {
    const role = before.activeJob?.role;
    if (role === 'reviewer') covered.add(tree);
    if (role === 'fixer' && answersReview && startedAt !== null && covered.has(startedAt)) covered.add(tree);
  };

  const note = (before: Task, after: Task, event: TaskEvent): string | null => {
    const comesToFix = after.stage === 'fix' && before.stage !== 'fix';
    switch (event.type) {
      case 'gates-answered':
      case 'rejected':
        if (comesToFix) answersReview = before.stage === 'review' && event.type === 'gates-answered';
        return null;
      case 'job-requested':
        if (before.due !== 'work') answersReview = false;
        return null;
      case 'job-started': {
        const role = before.activeJob?.role ?? '';
        const count = (runs.get(role) ?? 0) + 1;
        runs.set(role, count);
        startedAt = before.candidate;
        return count > (RUNS[role] ?? 0) + retries ? `run ${count} of the ${role} after ${retries} retries` : null;
      }
      case 'job-interrupted':
        if (before.state.status === 'running')
          runs.set(before.activeJob?.role ?? '', (runs.get(before.activeJob?.role ?? '') ?? 1) - 1);
        return null;
      case 'job-ended':
        if (event.left !== null) noteEnd(before, event.left.candidate);
        return null;
      case 'retried':
        retries += 1;
        return null;
      case 'merged':
        return covered.has(after.candidate ?? '') ? null : `${after.candidate} goes to main and nobody has reviewed it`;
      default:
        return null;
    }
  };
  return { enter: note };
};
