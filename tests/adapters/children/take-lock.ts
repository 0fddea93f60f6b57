/** At each line of input tries to take the home's lock once, and prints `held` or the code of the refusal. */
import { createInterface } from 'node:readline';
import { createHomeLock } from '../../../src/adapters/home-lock.ts';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';

const [path = ''] = process.argv.slice(2);
const lock = createHomeLock({ path, processes: createProcesses() });
process.stdout.write('ready\n');
for await (const _ of createInterface({ input: process.stdin })) {
  const answer = await lock.acquire().then(
    () => 'held',
    (failure: unknown) => (failure instanceof OrchestratorError ? failure.code : String(failure)),
  );
  process.stdout.write(`${answer}\n`);
}
