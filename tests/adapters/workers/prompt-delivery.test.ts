import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fitsArgument, withStdinFrom } from '../../../src/adapters/workers/prompt-delivery.ts';
import { createWorkerScene } from './worker-scene.ts';

const LONG = `BEGIN ${'ä'.repeat(100 * 1024)} END`;

const run = async (
  makeArgv: (scene: { dir: string; promptFile: string }) => Promise<readonly string[]> | readonly string[],
) => {
  const { dir, dependencies } = await createWorkerScene();
  const promptFile = join(dir, 'prompt.md');
  const output = join(dir, 'output');
  await writeFile(promptFile, LONG);
  const end = await dependencies.processes.run({
    argv: await makeArgv({ dir, promptFile }),
    cwd: dir,
    env: dependencies.environment,
    stdoutFile: output,
    stderrFile: output,
    marker: 'j-1',
    deadlineMs: 60_000,
    graceMs: 1000,
    maxOutputBytes: 1024 * 1024,
    silenceMs: null,
  });
  return { end, output: await readFile(output, 'utf8').catch(() => '') };
};

test('200 KB arrive whole on stdin, which ends', async () => {
  const { end, output } = await run(({ promptFile }) => withStdinFrom(promptFile, ['/bin/cat']));
  expect(end.exitCode).toBe(0);
  expect(output === LONG).toBe(true);
});

test('the harm without it: a word of 200 KB cannot be started', async () => {
  expect(fitsArgument(LONG)).toBe(false);
  const { end } = await run(() => ['/bin/echo', LONG]);
  expect(end.reason).toBe('spawn-failed');
});

test('INV-8: Node becomes the program, with its arguments, exit code and process id', async () => {
  const { end, output } = await run(({ promptFile }) =>
    withStdinFrom(promptFile, ['/bin/sh', '-c', 'echo "$1" $PPID; exit 7', 'sh', 'one  word']),
  );
  expect(end.exitCode).toBe(7);
  expect(output).toBe(`one  word ${process.pid}\n`);
});

test('a program that was not found is left to fail under its own name', () => {
  expect(withStdinFrom('/prompt.md', ['codex', 'exec'])).toEqual(['codex', 'exec']);
});
