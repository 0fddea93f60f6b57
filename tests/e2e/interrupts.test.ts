import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call, createCliScene, develop, merge, plan } from './cli-scene.ts';

test.each(['SIGINT', 'SIGTERM'] as const)(
  'INV-8: %s ends the worker and says how to go on; resume completes the run',
  async (signal) => {
    const scene = await createCliScene([
      {
        calls: [
          plan({ slug: 'slow', prompt: 'MARK ../pid\nHANG ../go\nWRITE slow.txt done' }),
          develop('slow'),
          call('wait_for_jobs'),
        ],
      },
      { calls: [call('wait_for_jobs')] },
      { calls: [merge('slow')] },
      { text: 'Done at last.' },
    ]);
    const mark = join(scene.repository.base, 'pid');
    const running = scene.start(['Take your time', '--json']);
    while (!existsSync(mark) || readFileSync(mark, 'utf8') === '') await sleep(10);
    const worker = Number(readFileSync(mark, 'utf8'));
    running.kill(signal);
    const stopped = await running.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/stopping: ending 1 worker; resume with `orchestrator resume r-\w+`/);
    expect(() => process.kill(worker, 0), 'the worker is gone').toThrow('ESRCH');
    expect(scene.repository.git(['status', '--porcelain'])).toBe('');

    writeFileSync(join(scene.repository.base, 'go'), '');
    const resumed = await scene.run(['resume', '--json']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.json()).toMatchObject({ status: 'done', tasks: [{ status: 'merged' }] });
    expect(scene.repository.git(['show', 'HEAD:slow.txt'])).toBe('done');
    expect(scene.repository.git(['fsck', '--no-dangling'])).toBe('');
  },
);
