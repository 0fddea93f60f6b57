/**
 * An orchestrator process as others see it: it registers, claims a job of a queue, holds a lease, starts a child, says who it is as
 * JSON, and goes on until it is killed.
 */
import { spawn } from 'node:child_process';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { openProcess } from '../../helpers/home-process.ts';

const [file = '', queue = '', lease = '', markerHome = ''] = process.argv.slice(2);
const { store, leases, presence } = await openProcess(file);
const self = createProcesses().self();
await presence.during('worker', () =>
  leases.hold(lease, 'job', async () => {
    const job = await claimNext(store, { queue, by: presence.id, at: Date.now() });
    const marker = `${markerHome}:${self.pid}:${encodeURIComponent(self.startTime)}:${queue}:${job?.id ?? 'none'}`;
    const child = spawn('sleep', ['600'], {
      env: { PATH: process.env.PATH, ORCHESTRATOR_JOB: marker },
      stdio: 'ignore',
    });
    process.stdout.write(`${JSON.stringify({ ...self, id: presence.id, child: child.pid, job: job?.id ?? null })}\n`);
    await new Promise(() => undefined);
  }),
);
