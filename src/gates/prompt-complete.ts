import { fail, type Gate, pass } from './gate.ts';

export const promptComplete: Gate<'prompt'> = {
  name: 'prompt-complete',
  artifact: null,
  fields: [],
  description: 'What the executor will be told says its limits, its end, its checks and what to leave behind.',
  needs: ['prompt'],
  judge: ({ prompt }) => {
    if (prompt === null) return pass('nobody works in this pipeline');
    return prompt.gaps.length === 0
      ? pass(`the prompt of the ${prompt.role} is complete`)
      : fail(`the prompt of the ${prompt.role} does not say: ${prompt.gaps.join('; ')}`);
  },
};
