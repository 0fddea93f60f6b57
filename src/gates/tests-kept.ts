import { type Gate, pass, pending } from './gate.ts';

export const testsKept: Gate<'ownTests'> = {
  name: 'tests-kept',
  artifact: null,
  fields: [],
  description:
    "The stage's role has left the tests that it found in force, whoever wrote them; where it has not, a person looks (INV-3).",
  needs: ['ownTests'],
  judge: ({ ownTests: { role, paths, diff } }) =>
    paths.length === 0
      ? pass('the tests that it found are as they were')
      : pending(`the ${role ?? 'role'} changed tests that it found: ${paths.join(', ')}; a person decides`, {
          paths,
          diff,
        }),
};
