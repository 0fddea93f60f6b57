import { judgeChecks } from './checks-green.ts';
import type { Gate } from './gate.ts';

export const mergeChecksGreen: Gate<'mergeChecks'> = {
  name: 'merge-checks-green',
  artifact: null,
  fields: [],
  description: 'The checks are green on the very tree that main will hold (INV-10).',
  needs: ['mergeChecks'],
  judge: ({ mergeChecks }) => judgeChecks(mergeChecks),
};
