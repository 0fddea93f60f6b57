/** Works on a home under the lease it is told, says so, and goes on until it is killed or hears a word. */
import { once } from 'node:events';
import { openProcess } from '../../helpers/home-process.ts';

const [file = '', name = ''] = process.argv.slice(2);
const { leases, presence, close } = await openProcess(file);
await presence.during('worker', () =>
  leases.hold(name, 'job J-1', async () => {
    process.stdout.write(`${presence.id}\n`);
    await once(process.stdin, 'data');
  }),
);
await close();
process.exit();
