/** Says that it is ready, waits for a word, then claims jobs of `run-1` until there are none and prints their ids. */
import { once } from 'node:events';
import { openStore } from '../../../../src/adapters/sqlite/open.ts';
import { claimNext } from '../../../helpers/claim-next.ts';
import { createOrchestrator } from '../../../helpers/orchestrator.ts';

const [file = ''] = process.argv.slice(2);
const store = await openStore({ file });
const by = `o-${process.pid}`;
await store.orchestrators.register(createOrchestrator({ id: by }));
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const claim = () => claimNext(store, { queue: 'run-1', by, at: 1 });
for (let job = await claim(); job !== null; job = await claim()) {
  process.stdout.write(`${job.id} ${await store.nextNumber('job')}\n`);
}
await store.close();
process.exit();
