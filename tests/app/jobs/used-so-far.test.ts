import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { createCodexCli } from '../../../src/adapters/workers/codex/codex-cli.ts';
import { usedSoFar } from '../../../src/app/jobs/used-so-far.ts';
import { NO_USAGE } from '../../../src/domain/usage/usage.ts';
import { createWorkerScene } from '../../adapters/workers/worker-scene.ts';
import { createJob } from '../../helpers/store.ts';

it('what a cut-off job is known to have used is the newest count in its log, once (INV-7)', async () => {
  const { dir, dependencies } = await createWorkerScene();
  const app = { files: createFiles(), worker: createCodexCli(dependencies) };
  const job = createJob({ log: join(dir, 'J-1.log') });
  const turn = (input_tokens: number): string =>
    `${JSON.stringify({ type: 'turn.completed', usage: { input_tokens, cached_input_tokens: 0, output_tokens: 5 } })}\n`;

  expect(await usedSoFar(app, job), 'nothing was printed').toEqual(NO_USAGE);
  await appendFile(job.log, 'words\n');
  expect(await usedSoFar(app, job), 'nothing was counted').toEqual(NO_USAGE);
  await appendFile(job.log, `${turn(60)}${turn(100)}{"type":"turn.st`);
  const used = await usedSoFar(app, job);
  expect(used).toMatchObject({ inputTokens: 100, outputTokens: 5 });
  // The second attempt writes into the same log.
  expect(await usedSoFar(app, { ...job, usage: used })).toEqual(used);
});
