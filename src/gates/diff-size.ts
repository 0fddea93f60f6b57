import { type Gate, pass, pending } from './gate.ts';

export const diffSize: Gate<'size'> = {
  name: 'diff-size',
  artifact: null,
  fields: [],
  description: 'The change is small enough to be reviewed; where it is not, a person decides.',
  needs: ['size'],
  judge: ({ size: { lines, limit } }) =>
    lines > limit
      ? pending(`${lines} changed lines are more than ${limit}; a person decides`)
      : pass(`${lines} of at most ${limit} changed lines`),
};
