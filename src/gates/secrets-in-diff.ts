import { fail, type Gate, pass } from './gate.ts';

export const secretsInDiff: Gate<'secrets'> = {
  name: 'secrets-in-diff',
  artifact: null,
  fields: [],
  description: 'No added line holds what looks like a secret.',
  needs: ['secrets'],
  judge: ({ secrets }) =>
    secrets.length === 0
      ? pass('no secret in the added lines')
      : fail(`looks like a secret: ${secrets.map(({ path, line, rule }) => `${path}:${line} (${rule})`).join(', ')}`, {
          paths: [...new Set(secrets.map(({ path }) => path))],
        }),
};
