/** Says that it is ready, waits for a word, then claims jobs of `run-1` until there are none and prints their ids. */
import { once } from 'node:events';
import { openStore } from '../../../../src/adapters/sqlite/open.ts';

const [file = ''] = process.argv.slice(2);
const store = await openStore({ file });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
for (let job = await store.jobs.claim('run-1', 1); job !== null; job = await store.jobs.claim('run-1', 1)) {
  process.stdout.write(`${job.id} ${await store.nextNumber('job')}\n`);
}
await store.close();
process.exit();
