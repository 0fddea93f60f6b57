import { expect, it } from 'vitest';
import { projectSchema } from '../../src/config/project-list.ts';
import { EFFORTS } from '../../src/domain/worker/agent-choice.ts';
import { quoted, readDocument, tableRows } from './markdown.ts';

const guide = readDocument('docs/guides/projects.md');

it('the guide describes every key of a record and no other', () => {
  const keys = tableRows(guide).flatMap(([key = '']) => quoted(key));
  expect(keys.toSorted()).toEqual(Object.keys(projectSchema.in.shape).toSorted());
});

it('the guide names every effort', () => {
  expect(guide).toContain(`Efforts are \`${EFFORTS.slice(0, -1).join('`, `')}\` and \`${EFFORTS.at(-1)}\`.`);
});
