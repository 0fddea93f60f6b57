import { expect, it } from 'vitest';
import { type Dispatched, dispatch, listedTasks, type TaskSource } from '../../../src/app/runs/dispatch.ts';
import type { RunReport } from '../../../src/domain/report.ts';
import type { DispatchTask } from '../../../src/domain/settings.ts';

const wanted = (goal: string): DispatchTask => ({ id: null, goal, pipeline: null, delivery: null, worker: null });

const broken: TaskSource = {
  name: 'broken',
  next: async () => {
    throw new Error('no connection');
  },
};

const outcomes = async (sources: readonly TaskSource[], signal = new AbortController().signal) => {
  const performed: string[] = [];
  const perform = async ({ goal }: DispatchTask): Promise<RunReport> => {
    performed.push(goal);
    if (goal === 'bad') throw new Error('it went wrong');
    return { goal } as RunReport;
  };
  const all: Dispatched[] = [];
  for await (const one of dispatch(sources, perform, signal)) all.push(one);
  return { performed, all: all.map(({ type, source, task }) => [type, source, task]) };
};

it('performs the tasks of all sources in order; what goes wrong stops nobody else (CX-32)', async () => {
  const listed = listedTasks([wanted('one'), wanted('bad'), wanted('two')]);
  expect(await outcomes([broken, listed])).toEqual({
    performed: ['one', 'bad', 'two'],
    all: [
      ['failed', 'broken', null],
      ['run', 'DISPATCH_TASKS', 'one'],
      ['failed', 'DISPATCH_TASKS', 'bad'],
      ['run', 'DISPATCH_TASKS', 'two'],
    ],
  });
});

it('begins nothing more once it is stopped', async () => {
  expect(await outcomes([listedTasks([wanted('one')])], AbortSignal.abort())).toEqual({ performed: [], all: [] });
});
