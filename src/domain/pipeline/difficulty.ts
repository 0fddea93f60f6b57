import type { Task } from '../task.ts';

/** How hard a task looks before anybody has tried, and after. */
export const DIFFICULTIES = ['easy', 'normal', 'hard'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

/** Kinds of work where mistakes are cheap to see, and where they are not. */
const BY_KIND: Readonly<Record<Task['kind'], number>> = {
  docs: -2,
  chore: -1,
  tests: -1,
  feature: 0,
  bugfix: 0,
  refactor: 1,
  migration: 2,
};

/** Characters of a prompt: a request that fits on a few lines, and one that fills pages. */
const SHORT_PROMPT = 400;
const LONG_PROMPT = 3_000;

const LEAST_FOR_HARD = 2;
const MOST_FOR_EASY = -2;

/**
 * A rough guess from what is known without a model: the kind, the length of the request, what it builds on, and how often it was
 * sent back, which weighs most: what a cheap model could not do is not given to it twice.
 */
export const difficultyOf = (task: Pick<Task, 'kind' | 'prompt' | 'dependsOn' | 'rejections'>): Difficulty => {
  const length = task.prompt.length < SHORT_PROMPT ? -1 : task.prompt.length > LONG_PROMPT ? 1 : 0;
  const score =
    BY_KIND[task.kind] +
    length +
    (task.dependsOn.length > 1 ? 1 : 0) +
    LEAST_FOR_HARD * Math.min(task.rejections.length, 2);
  if (score >= LEAST_FOR_HARD) return 'hard';
  return score <= MOST_FOR_EASY ? 'easy' : 'normal';
};
