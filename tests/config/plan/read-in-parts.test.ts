import { expect, test } from 'vitest';
import { readShape } from '../../../src/config/plan/drafts.ts';
import { readInParts } from '../../../src/config/plan/read-in-parts.ts';
import { openPlan } from '../../../src/config/plan/text.ts';
import { readPlanText } from './plans.ts';

const MANY = 200;

/** A plan of many tasks, each written by `entry`. */
const planOf = (entry: (index: number) => string, head = 'tasks:\n', tail = ''): string =>
  `${head}${Array.from({ length: MANY }, (_, index) => entry(index)).join('')}${tail}`;

const line = (index: number): string => `  - { id: t${index}, command: "true", retries: 1, env: { N: 1.10 } }\n`;

/** The same plan as programs write it. */
const jsonOf = (indent?: number): string => {
  const tasks = Array.from({ length: MANY }, (_, index) => ({
    id: `t${index}`,
    command: ['sh', '-c', 'echo "]}, {" \\ \u00e9'],
    retries: 1,
    env: { N: '1.10', tasks: '[' },
  }));
  return JSON.stringify({ title: 'tasks', tasks, delivery: 'none' }, null, indent);
};

const wholeShape = (text: string) => readShape(openPlan(text, 'plan.yaml').value());

test.each([
  ['a line each', planOf(line)],
  ['a block each', planOf((index) => `  - id: t${index}\n    command: [sh, -c, "exit 0"]\n    timeout: 5m\n`)],
  ['lists that are not indented', planOf((index) => `- id: t${index}\n  command: "true"\n`)],
  ['the dash on a line of its own', planOf((index) => `  -\n    id: t${index}\n    command: "true"\n`)],
  [
    'texts of several lines',
    planOf((index) => `  - id: t${index}\n    command:\n      - echo\n      - |\n        - a\n\n        - b\n`),
  ],
  ['lists over several lines', planOf((index) => `  - id: t${index}\n    command: [echo,\n      "- a\n      - b"]\n`)],
  ['Windows line ends', planOf(line).replaceAll('\n', '\r\n')],
  [
    'comments and empty lines',
    planOf((index) => `# ${index}\n${line(index)}\n  # - no task\n`, 'tasks: # all\n\n# first\n'),
  ],
  ['keys before and after', planOf(line, 'title: "Many: tasks"\ntasks:\n', 'delivery: none\n')],
  ['no line end at the end', planOf(line).trimEnd()],
  ['JSON on one line', jsonOf()],
  ['JSON over many lines', `\n${jsonOf(2)}\n`],
  ['JSON with numbers', jsonOf().replaceAll('"1.10"', '1.10')],
  ['a merge within a task', planOf((index) => `  - { <<: { retries: 2 }, id: t${index}, command: "true" }\n`)],
])('a plan read in parts says what it says as a whole: %s', (_, text) => {
  const parts = readInParts(text);
  expect(parts?.drafts).toHaveLength(MANY);
  expect(parts).toEqual(wholeShape(text));
});

test.each([
  ['an alias to another task', planOf(line, 'tasks:\n  - &a { id: a, command: "true" }\n  - { <<: *a, id: b }\n')],
  ['an alias to what stands before', planOf(line, 'title: &t x\ntasks:\n  - { id: a, command: [echo, *t] }\n')],
  ['JSON with the list twice', jsonOf().replace('"delivery":"none"', '"tasks":[]')],
  ['JSON with a mistake', jsonOf().replace('"retries"', '"retires"')],
  ['JSON with a comment', jsonOf(1).replace(',\n', ', # more\n')],
  [
    'JSON without a comma between two parts',
    jsonOf()
      .replaceAll('"echo', `"echo ${'x'.repeat(3_000)}`)
      .replaceAll('},{', '} {'),
  ],
  ['JSON without an end', jsonOf().slice(0, -30)],
  ['JSON whose list is deeper', `{ "a": ${jsonOf()} }`],
  ['a list in brackets', `tasks: [{ id: a, command: "true" }]\n`],
  ['a fault', planOf(line, undefined, 'tasks: []\n')],
  ['a mistake', planOf(line, undefined, '  - { id: a, comand: "true" }\n')],
  ['an open quote', planOf(line, 'tasks:\n  - { id: a, command: "true }\n')],
  ['a second document', planOf(line, undefined, '---\na: 1\n')],
  ['a text in place of a plan', planOf(line, '|\n tasks:\n').replaceAll(/^(?!\|)/gm, ' ')],
  ['no list', 'title: a\n'],
  ['nothing', ''],
])('what the parts cannot tell is left to the whole: %s', (_, text) => {
  expect(readInParts(text)).toBeNull();
});

test('an alias reaches from the first task of many to the last', () => {
  const text = planOf(line, 'tasks:\n  - &a { id: a, command: [echo, hi] }\n', '  - { <<: *a, id: z }\n');
  expect(readPlanText(text).tasks.at(-1)).toMatchObject({ id: 'z', work: { argv: ['echo', 'hi'] } });
});

test('a plan with one text of nine megabytes is read like any other', () => {
  const text = jsonOf().replace('"echo', `"echo ${'x'.repeat(9_000_000)}`);
  expect(readInParts(text)?.drafts).toHaveLength(MANY);
});
