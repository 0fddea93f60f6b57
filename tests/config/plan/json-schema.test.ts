import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { planJsonSchema } from '../../../src/config/plan/json-schema.ts';
import { fenced, readDocument } from '../../docs/markdown.ts';
import { mistakesIn } from './plans.ts';

/** What an editor says of a plan: nothing but the schema as it is printed is used. */
const fits = (text: string): boolean =>
  z.fromJSONSchema(JSON.parse(JSON.stringify(planJsonSchema()))).safeParse(parse(text, { merge: true })).success;

it('is the contract for editors', () => {
  expect(planJsonSchema()).toMatchSnapshot();
});

it('takes what the guide shows, and a plan with everything', () => {
  const examples = fenced(readDocument('docs/guides/plans.md'), 'yaml');
  expect(examples.length).toBeGreaterThan(3);
  for (const text of [...examples, readFileSync('tests/fixtures/plans/full.yaml', 'utf8')])
    expect({ text, fits: fits(text) }).toEqual({ text, fits: true });
});

describe('refuses what the program refuses', () => {
  it.each([
    ['an unknown key', 'tasks: [{id: a, command: x}]\ntitel: x'],
    ['no tasks', 'title: x'],
    ['an empty list', 'tasks: []'],
    ['tasks by name', 'tasks: {a: {command: x}}'],
    ['no id', 'tasks: [{command: x}]'],
    ['an id with a space', 'tasks: [{id: a b, command: x}]'],
    ['nothing to do', 'tasks: [{id: a}]'],
    ['role and command', 'tasks: [{id: a, command: x, role: developer}]'],
    ['a role alone', 'tasks: [{id: a, role: developer}]'],
    ['no words', 'tasks: [{id: a, command: []}]'],
    ['a dependency as text', 'tasks: [{id: b, command: x, depends_on: a}]'],
    ['too many retries', 'tasks: [{id: a, command: x, retries: 101}]'],
    ['half a retry', 'tasks: [{id: a, command: x, retries: 0.5}]'],
    ['a unit of time that is none', 'tasks: [{id: a, command: x, timeout: 5 minutes}]'],
    ['a worktree with a slash', 'tasks: [{id: a, command: x, worktree: a/b}]'],
    ['a branch with two dots', 'tasks: [{id: a, command: x, branch: a..b}]'],
    ['a variable that is none', 'tasks: [{id: a, command: x, env: {a-b: x}}]'],
    ['a list as a value', 'tasks: [{id: a, command: x, env: {A: [x]}}]'],
    ['a delivery that leaves the machine', 'tasks: [{id: a, command: x}]\ndelivery: pull-request'],
  ])('%s', (_what, text) => {
    expect(mistakesIn(text)).toHaveLength(1);
    expect(fits(text)).toBe(false);
  });
});
