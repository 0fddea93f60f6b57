import { expect, it } from 'vitest';
import { fenced, readDocument } from './markdown.ts';

const guide = readDocument('docs/guides/pipelines.md');

it('the pipeline that is shown is the one that is used', () => {
  const used = readDocument('.openclaw/pipelines/subtask.yaml');
  expect(`${fenced(guide, 'yaml')[0]}\n`).toBe(used.replace(/^#.*\n/gm, ''));
});
