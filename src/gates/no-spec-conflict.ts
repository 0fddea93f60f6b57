import { fail, type Gate, pass } from './gate.ts';

export const noSpecConflict: Gate<'workItem'> = {
  name: 'no-spec-conflict',
  artifact: null,
  fields: [],
  description: 'No role has found the specification to contradict itself or the code: there is no conflict.md.',
  needs: ['workItem'],
  judge: ({ workItem: { directory, files } }) => {
    const findings = files['conflict.md'];
    return findings === undefined
      ? pass('no conflict with the specification is reported')
      : fail(`${directory}/conflict.md reports a conflict with the specification`, { findings });
  },
};
