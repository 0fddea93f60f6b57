import type { TaskInputs } from '../task-inputs.ts';
import { LOOP_WORDS } from './loop-words.ts';

/**
 * What a worker is told besides its role and the task (KB-20): when the work is done, what it leaves behind, how a page is looked at,
 * and how its run ends.
 */
export const workBrief = ({ dod, url }: TaskInputs): string =>
  [
    '### When it is done',
    '',
    ...dod.map((item) => `- ${item}`),
    '',
    '### What you leave behind',
    '',
    '- Commits of your own on the branch, in portions that each make sense alone, with a message that says why.',
    '- A clean worktree: `git status --porcelain` prints nothing. What should not be committed is ignored by git.',
    '- The files that your role and the section "Files you write" name, where there are any.',
    '',
    ...(url === null ? [] : page(url)),
    '### How your run ends',
    '',
    `- The last line of your last message is the word ${LOOP_WORDS.completionKeyword}, alone, when all of this is done.`,
    `- The last line is ${LOOP_WORDS.blockerKeyword}, alone, with the reason above it, when nobody but a person can go on.`,
    '- Anything after the word, or the word anywhere else, counts as not done.',
  ].join('\n');

const page = (url: string): readonly string[] => [
  '### The page',
  '',
  `- It is looked at in a browser at ${url}.`,
  '- Verify it by browser automation as a user would: open it, use it, look at a snapshot, at the console and at failed requests.',
  '',
];
