import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/adapters/sqlite/open.ts';
import type { Change } from '../../src/ports/store.ts';
import { type Benchmark, perSecond, rate, times } from './measure.ts';
import { benchRun, benchTask } from './stored-work.ts';

const ROWS = 100_000;
const COMMITS = 500;
const ROUNDS = 5;

/** A transition as the engine commits it: the task and its journal entry in one transaction, `synchronous = FULL`. */
export const store: Benchmark = {
  name: 'store',
  measure: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bench-store-'));
    const opened = await openStore({ file: join(directory, 'state.db') });
    try {
      const entry = (at: number): Change => ({
        type: 'append-journal',
        entry: { run: benchRun.id, task: 'T-1', type: 'gates-answered', data: { stage: 'checks', at }, at },
      });
      const transition = async (at: number): Promise<void> => {
        const task = await opened.tasks.get('T-1');
        if (task === null) throw new Error('there is no task');
        await opened.commit([{ type: 'save-task', task }, entry(at)]);
      };
      await opened.commit([
        { type: 'insert-run', run: benchRun },
        { type: 'insert-task', task: benchTask(1) },
      ]);
      await rate(COMMITS, 1, transition);
      const empty = await rate(COMMITS, ROUNDS, transition);
      for (let row = 0; row < ROWS; row += 1_000) {
        await opened.commit(Array.from({ length: 1_000 }, (_, index) => entry(row + index)));
      }
      const full = await rate(COMMITS, ROUNDS, transition);
      return [
        { what: 'transitions committed', value: perSecond(empty) },
        { what: `with ${ROWS.toLocaleString('en')} journal rows`, value: perSecond(full) },
        { what: 'cost of a commit, full / empty', value: times(empty / full), aim: 'flat' },
      ];
    } finally {
      await opened.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
