import { openStore } from '../../src/adapters/sqlite/open.ts';
import { statusView } from '../../src/app/home/status-view.ts';
import { type Benchmark, ms, paired, timed, times } from './measure.ts';
import { benchRun, benchTask } from './stored-work.ts';

const TASKS = 10_000;
const ROUNDS = 15;

/** What `status` asks of a home with many tasks, against reading these tasks. */
export const status: Benchmark = {
  name: 'status',
  measure: async () => {
    const store = await openStore({ file: ':memory:' });
    try {
      await store.commit([
        { type: 'insert-run', run: benchRun },
        ...Array.from({ length: TASKS }, (_, n) => ({ type: 'insert-task', task: benchTask(n) }) as const),
      ]);
      const took: { reading: number[]; view: number[] } = { reading: [], view: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        took.reading.push(await timed(() => store.tasks.list()));
        took.view.push(await timed(() => statusView({ store }, async () => true)));
      }
      const { base, ours, ratio } = paired(took.reading, took.view);
      return [
        { what: `status of ${TASKS.toLocaleString('en')} tasks`, value: ms(ours), note: `reading them ${ms(base)}` },
        { what: 'status / reading them', value: times(ratio) },
      ];
    } finally {
      await store.close();
    }
  },
};
