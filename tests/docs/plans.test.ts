import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { entrySchema } from '../../src/config/plan/schema.ts';
import { PLAN_DELIVERIES } from '../../src/domain/plan/plan.ts';
import { write } from '../config/plan/places.ts';
import { mistakesAt, planFile, readPlanAt } from '../config/plan/plans.ts';
import { fenced, quoted, readDocument, tableRows } from './markdown.ts';

const guide = readDocument('docs/guides/plans.md');

it('names every key of a task, and every delivery', () => {
  const named = tableRows(guide).flatMap(([first = '']) => quoted(first));
  expect(named.toSorted()).toEqual([...Object.keys(entrySchema.shape), ...PLAN_DELIVERIES].toSorted());
});

it.each(fenced(guide, 'yaml'))('shows plans that can be run: %s', (text) => {
  const file = planFile(text);
  for (const [, prompt = ''] of text.matchAll(/prompt: (\S+)/g)) write(join(dirname(file), prompt), 'Do it.\n');
  expect(readPlanAt(file).tasks.length).toBeGreaterThan(0);
});

it('shows mistakes as they are told', () => {
  const file = planFile(`title: Release
tasks:
  - id: test
    command: npm test | tee log
    retry: 2
  - id: deploy
    command: ./deploy.sh
    depends_on: [smoke]
  - id: smoke
    prompt: tasks/smoke.md
    depends_on: [deploy]
`);
  const told = mistakesAt(file).map((line) => line.replace('DIR', '/home/ada/api'));
  expect(told).toHaveLength(4);
  expect(guide).toContain(told.join('\n'));
});
