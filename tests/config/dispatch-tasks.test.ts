import { expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { baseDirectory } from './plan/places.ts';

const dispatched = (text: string) =>
  loadSettings({ cwd: baseDirectory(), flags: {}, productRoot: '/nowhere', env: { DISPATCH_TASKS: text } }).settings
    .dispatchTasks;

const task = (goal: string, rest: object = {}) => ({
  id: null,
  goal,
  pipeline: null,
  delivery: null,
  worker: null,
  ...rest,
});

it.each([
  ['', null],
  ['[]', []],
  ['["a","b"]', [task('a'), task('b')]],
  ['one\n\n  two  \r\nthree', [task('one'), task('two'), task('three')]],
  ['one\n{"prompt":"two","worker":"claude"}', [task('one'), task('two', { worker: 'claude' })]],
  [
    '[{"id":"T1","title":"a","goal":"b","delivery":"patch-only"}]',
    [task('a\n\nb', { id: 'T1', delivery: 'patch-only' })],
  ],
])('%j (CX-32)', (text, expected) => {
  expect(dispatched(text)).toEqual(expected);
});

it.each([
  ['["a"', 'expected JSON (for example'],
  ['[1]', 'item 1: invalid input: expected object, received number'],
  ['["a"," "]', 'item 2, task: the task is empty'],
  ['[{"tsk":"a"}]', 'unknown key "tsk", the nearest known key is "task"'],
  ['[{"task":"a","goal":"b"}]', 'item 1: give one of task, prompt, goal, not several'],
  ['[{"worker":"claude"}]', 'item 1: say what to do in one of task, prompt, goal'],
  ['[{"task":"a","worker":"clod"}]', 'item 1, worker: invalid option'],
])('%j is refused', (text, expected) => {
  expect(() => dispatched(text)).toThrow(`environment: DISPATCH_TASKS: `);
  expect(() => dispatched(text)).toThrow(expected);
});
