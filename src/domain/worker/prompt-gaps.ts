import type { TaskInputs } from '../task-inputs.ts';
import { LOOP_WORDS } from './loop-words.ts';

/** What a prompt has to say besides the request itself. */
export interface PromptDemands {
  readonly inputs: Pick<TaskInputs, 'dod' | 'url'>;
  /** The checks that the harness runs, as command lines. */
  readonly checks: readonly string[];
  /** The request, word for word: what it says itself proves nothing about the prompt around it. */
  readonly request: string;
}

/** The parts that a worker's prompt lacks (KB-20), in words; empty when it is complete. */
export const promptGaps = (prompt: string, { inputs, checks, request }: PromptDemands): readonly string[] => {
  const [before = '', ...rest] = request === '' ? [prompt] : prompt.split(request);
  const around = [before, ...rest].join('\n');
  const holds = (part: RegExp): boolean => part.test(around);
  const { dod, url } = inputs;
  return [
    ...(holds(/\bdo not push\b/i) ? [] : ['that nothing is pushed']),
    ...(holds(/\bsudo\b/i) ? [] : ['that nothing runs with sudo']),
    ...(dod.every((item) => around.includes(`- ${item}`)) && dod.length > 0 ? [] : ['the definition of done']),
    ...checks.filter((check) => !around.includes(`\`${check}\``)).map((check) => `the check ${check}`),
    ...(holds(/^### What you leave behind$/m) ? [] : ['what is to be left behind']),
    ...(url === null || around.includes(url) ? [] : ['the address of the page']),
    ...(url === null || holds(/\bbrowser automation\b/i) ? [] : ['that the page is verified by browser automation']),
    ...Object.values(LOOP_WORDS)
      .filter((word) => !around.includes(word))
      .map((word) => `the last line ${word}`),
  ];
};
