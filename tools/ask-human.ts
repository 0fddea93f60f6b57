import { z } from 'zod';
import { askHuman as ask } from '../src/app/lead/ask-human.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';

const parameters = z.strictObject({
  question: z.string().min(1).describe('One question that can be answered without reading anything else.'),
  options: z.array(z.string()).nullish().describe('Answers to choose from, if there are such.'),
});

/** Asks the person. With nobody there the run ends as waiting, and goes on with the answer (exit code 3). */
export const askHuman = defineTool({
  name: 'ask_human',
  description:
    'Asks the person who started the run. Only for what nobody but them can decide and what cannot be undone later: with nobody at the terminal the whole run stops until they answer. Otherwise decide yourself and say so in the final report.',
  parameters,
  order: () => 'everything',
  run: async ({ app, scope }, input, call) => {
    const options = input.options ?? [];
    return { answer: await ask(app, scope, { call, question: input.question, options }) };
  },
  rehearse: async () => ({ answer: 'dry run: nobody is asked; decide yourself and name the assumption' }),
});
