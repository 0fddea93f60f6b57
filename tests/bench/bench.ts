/** `yarn bench [name ...]`: prints ratios and rates measured in one run. It never fails for a figure; docs/performance.md keeps them. */
import { availableParallelism, loadavg } from 'node:os';
import { gates } from './gates.ts';
import { guard } from './guard.ts';
import { leadTurns } from './lead-turns.ts';
import { ms, timed } from './measure.ts';
import { plan } from './plan.ts';
import { queue } from './queue.ts';
import { startUp } from './start-up.ts';
import { status } from './status.ts';
import { store } from './store.ts';
import { taskCost } from './task-cost.ts';
import { waitingTasks } from './waiting-tasks.ts';

const BENCHMARKS = [startUp, taskCost, leadTurns, guard, gates, store, queue, plan, status, waitingTasks];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} cores, load ${load()}`,
);
for (const { name, measure } of BENCHMARKS) {
  if (names.length > 0 && !names.includes(name)) continue;
  const before = load();
  const took = await timed(async () => {
    console.log(`\n${name}`);
    for (const { what, value, aim, note } of await measure()) {
      console.log(
        `  ${what.padEnd(46)} ${value.padStart(14)}${aim === undefined ? '' : `  (aim ${aim})`}${note === undefined ? '' : `  ${note}`}`,
      );
    }
  });
  console.log(`  took ${ms(took)}, load ${before} before and ${load()} after`);
}
