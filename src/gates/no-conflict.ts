import { fail, type Gate, pass } from './gate.ts';

export const noConflict: Gate<'merge'> = {
  name: 'no-conflict',
  artifact: null,
  fields: [],
  description: 'The candidate merges into main as it is now without a conflict.',
  needs: ['merge'],
  judge: ({ merge }) =>
    merge.conflicts.length === 0
      ? pass('merges without a conflict')
      : fail(`conflicts with main in ${merge.conflicts.join(', ')}`, { conflicts: merge.conflicts }),
};
