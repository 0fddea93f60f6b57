/** Says that it is ready, waits for a word, then opens a database that may not exist yet. */
import { once } from 'node:events';
import { openStore } from '../../../../src/adapters/sqlite/open.ts';

const [file = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const store = await openStore({ file });
process.stdout.write(`${await store.nextNumber('task')}\n`);
await store.close();
process.exit();
