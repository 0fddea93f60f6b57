import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from './markdown.ts';

const documents = globSync('**/*.md', { cwd: new URL('../../docs', import.meta.url) }).sort();
const decisions = documents.filter((path) => path.startsWith('decisions/'));

it('the index leads to every document', () => {
  const index = readDocument('docs/README.md');
  expect(documents.filter((path) => path !== 'README.md' && !index.includes(`](${path})`))).toEqual([]);
});

it('decisions are numbered without a gap', () => {
  const numbers = decisions.map((path) => Number(path.slice('decisions/'.length).split('-')[0]));
  expect(numbers).toEqual(decisions.map((_, index) => index + 1));
});

describe('a decision says its number, why, what and what follows', () => {
  it.each(decisions)('%s', (path) => {
    const number = Number(path.slice('decisions/'.length).split('-')[0]);
    expect(readDocument(`docs/${path}`)).toMatch(
      new RegExp(
        `^# ${number}\\. .+\n\nStatus: \\w+\n\n\\*\\*Context\\.\\*\\* [^]+\n\n\\*\\*Decision\\.\\*\\* [^]+\n\n\\*\\*Consequences\\.\\*\\* `,
      ),
    );
  });
});
