import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { spawnLean } from '../../../src/adapters/process/spawn-lean.ts';
import type { ProcessSpec } from '../../../src/ports/processes.ts';
import { agent, createScene } from './process-scene.ts';

const CASES: readonly (readonly [name: string, argv: readonly string[], changes?: Partial<ProcessSpec>])[] = [
  ['a success', ['sh', '-c', 'echo out; echo err >&2']],
  ['an exit code', ['sh', '-c', 'exit 7']],
  ['a signal', ['sh', '-c', 'kill -9 $$']],
  ['INV-5: arguments that a shell would read', agent('agent-echoes.mjs', '$(touch pwned)', '*', "'", '', 'a\nb')],
  ['INV-12: the environment given', agent('agent-echoes.mjs'), { env: { LANG: 'C.UTF-8', ORCHESTRATOR_JOB: 'mine' } }],
  ['a program that is not on PATH', ['no-such-program']],
  ['a missing working directory', ['true'], { cwd: '/no/such/directory' }],
  ['a file that is not executable', ['/etc/passwd']],
  ['no program at all', []],
  ['one argument of 200 KB', ['true', 'x'.repeat(200_000)]],
];

const lean = createProcesses(async () => spawnLean);

it.for(CASES)('comes to the same as execa: %s', async ([, argv, changes = {}]) => {
  await using scene = createScene();
  const outcomeOf = async (processes: ReturnType<typeof createProcesses>, name: string): Promise<unknown> => {
    const stdoutFile = `${scene.stdoutFile}.${name}`;
    const { durationMs: _, ...end } = await processes.run(scene.spec(argv, { stdoutFile, ...changes }));
    return { end, printed: readFileSync(stdoutFile, 'utf8') };
  };
  expect(await outcomeOf(lean, 'lean')).toEqual(await outcomeOf(createProcesses(), 'execa'));
});

it('says so about an argument with a NUL character', async () => {
  await using scene = createScene();
  const end = await lean.run(scene.spec(['true', 'a\0b']));
  expect(end).toMatchObject({
    reason: 'spawn-failed',
    error: expect.stringMatching(/^true could not be .*null bytes/),
  });
});
