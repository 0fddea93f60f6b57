import { expect, it } from 'vitest';
import { VERDICT_WORDS } from '../../src/domain/verdict/verdict-words.ts';
import { GATES } from '../../src/gates/registry.ts';
import { marked, quoted, readDocument, tableRows } from './markdown.ts';

const guide = readDocument('docs/guides/gates.md');

it('the table of gates is the registry, in its order, with what each reads', () => {
  const documented = tableRows(marked(guide, 'gates')).map(([gate = '', reads = '']) => [
    ...quoted(gate),
    ...quoted(reads),
  ]);
  const registered = [...GATES.values()].map(({ name, artifact, fields }) => [
    name,
    ...(artifact === null ? [] : [artifact]),
    ...fields,
  ]);
  expect(documented).toEqual(registered);
});

it('the table of words is the one that decides', () => {
  const documented = tableRows(marked(guide, 'verdict-words')).map(([kind = '', words = '']) => [kind, quoted(words)]);
  expect(Object.fromEntries(documented)).toEqual(VERDICT_WORDS);
});
