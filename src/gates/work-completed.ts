import { LOOP_WORDS } from '../domain/worker/loop-words.ts';
import { fail, type Gate, pass } from './gate.ts';

export const workCompleted: Gate<'completion'> = {
  name: 'work-completed',
  artifact: null,
  fields: [],
  description: `The stage's role ended its last run with the line ${LOOP_WORDS.completionKeyword}.`,
  needs: ['completion'],
  judge: ({ completion }) => {
    if (completion === null) return fail('nobody has worked on it');
    const { role, job, completed } = completion;
    return completed
      ? pass(`${job} (${role}) ended with ${LOOP_WORDS.completionKeyword}`)
      : fail(`the last line of ${job} (${role}) was not ${LOOP_WORDS.completionKeyword}`);
  },
};
