import { fail, type Gate, pass } from './gate.ts';

export const writeScope: Gate<'scope'> = {
  name: 'write-scope',
  artifact: null,
  fields: [],
  description: "The stage's role changed only what it may write.",
  needs: ['scope'],
  judge: ({ scope: { role, outside } }) =>
    outside.length === 0
      ? pass('nothing is changed outside of what the role may write')
      : fail(`the ${role ?? 'stage'} changed what it may not write: ${outside.join(', ')}`, { paths: outside }),
};
