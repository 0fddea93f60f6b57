import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { agent, createScene } from './process-scene.ts';

const processes = createProcesses();

it('agent-writes-file does what its prompt file of 200 KB says', async () => {
  await using scene = createScene();
  const prompt = join(scene.directory, 'prompt.md');
  const text = '`$(x)` "\' ö';
  writeFileSync(prompt, `Please:\nWRITE src/a.txt ${text}\n${'padding\n'.repeat(25_000)}WRITE b.txt two words\n`);
  const end = await processes.run(scene.spec(agent('agent-writes-file.mjs', prompt)));
  expect(end).toMatchObject({ reason: 'exited', exitCode: 0 });
  expect(readFileSync(join(scene.directory, 'src', 'a.txt'), 'utf8')).toBe(`${text}\n`);
  expect(readFileSync(join(scene.directory, 'b.txt'), 'utf8')).toBe('two words\n');
});

it('agent-writes-outside-its-scope does so, since nothing but a sandbox stops a running program', async () => {
  await using scene = createScene();
  const worktree = join(scene.directory, 'worktree');
  mkdirSync(worktree);
  const end = await processes.run(scene.spec(agent('agent-writes-outside-its-scope.mjs'), { cwd: worktree }));
  expect(end).toMatchObject({ reason: 'exited', exitCode: 0 });
  expect(readFileSync(join(scene.directory, 'outside.txt'), 'utf8')).toContain('agent-writes-outside-its-scope');
});
