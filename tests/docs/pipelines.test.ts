import { expect, it } from 'vitest';
import { GATES } from '../../src/gates/registry.ts';
import { fenced, marked, quoted, readDocument, tableRows } from './markdown.ts';

const guide = readDocument('docs/guides/pipelines.md');

it('the table of gates is the registry, in its order', () => {
  const documented = tableRows(marked(guide, 'gates')).map(([gate = '']) => quoted(gate)[0]);
  expect(documented).toEqual([...GATES.keys()]);
});

it('the pipeline that is shown is the one that is used', () => {
  const used = readDocument('.openclaw/pipelines/subtask.yaml');
  expect(`${fenced(guide, 'yaml')[0]}\n`).toBe(used.replace(/^#.*\n/gm, ''));
});
