import type { Task } from '../task.ts';

/** What a stage may be made to depend on, by the names that pipeline files use. */
export const STAGE_CONDITIONS = ['research-needed', 'review-findings', 'deploy-asked'] as const;
export type StageCondition = (typeof STAGE_CONDITIONS)[number];

/** Whether a stage is entered, and why; the reason is for people. */
export interface StageChoice {
  readonly entered: boolean;
  readonly reason: string;
}

/** Decides by what the task itself says and what has been recorded about it: no model is asked, and the same task gets the same answer. */
export const chooseStage = (condition: StageCondition, task: Pick<Task, 'prompt' | 'verdicts'>): StageChoice =>
  CHOICES[condition](task);

const enter = (reason: string): StageChoice => ({ entered: true, reason });
const skip = (reason: string): StageChoice => ({ entered: false, reason });

const CHOICES: Readonly<Record<StageCondition, (task: Pick<Task, 'prompt' | 'verdicts'>) => StageChoice>> = {
  'research-needed': ({ prompt }) => {
    const declared = DECLARED.exec(prompt)?.[1]?.toLowerCase();
    if (declared !== undefined)
      return declared === 'yes' ? enter('the task asks for it') : skip('the task declines it');
    const word = WORDS.exec(prompt)?.[0];
    if (word !== undefined) return enter(`the request says "${word.toLowerCase()}"`);
    const address = [...prompt.matchAll(ADDRESS)].map(([url]) => url).find((url) => !LOOPBACK.test(url));
    return address === undefined
      ? skip('the request names no address and nothing to find out')
      : enter(`the request names ${address}`);
  },
  'review-findings': ({ verdicts }) => {
    const open = verdicts.find(({ evidence }) => evidence.open !== undefined)?.evidence.open ?? [];
    return open.length === 0 ? skip('the review left nothing open') : enter(`the review left open ${open.join(', ')}`);
  },
  'deploy-asked': ({ prompt }) =>
    DEPLOY.test(prompt) ? enter('the task says deploy: user-facing') : skip('the task asks for none'),
};

const DECLARED = /^[ \t]*research[ \t]*:[ \t]*(yes|no)\b/im;
const WORDS =
  /\b(?:research|investigate|find out|look up|state of the art|compare (?:libraries|alternatives|options))\b/i;
const ADDRESS = /https?:\/\/[^\s)>\]"']+/gi;
const LOOPBACK = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?=[:/]|$)/i;
const DEPLOY = /^[ \t]*deploy[ \t]*:[ \t]*user-facing\b/im;
