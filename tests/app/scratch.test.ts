import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setUpLeftovers } from '../../src/app/worktrees/set-up-worktree.ts';
import { noteUntracked, notOfWorker } from '../../src/app/worktrees/uncommitted-work.ts';
import { createScene, developedScene } from './app-scene.ts';

/** Red and, on its way out, leaves behind what makes it green the next time. */
const POISONING = [
  'test -e node_modules/green && exit 0',
  'grep -q RED greet.txt 2>/dev/null || exit 0',
  'mkdir -p node_modules; touch node_modules/green; exit 1',
].join('\n');

describe('a check finds nothing that an earlier check left (INV-3)', () => {
  it.each([
    ['without a set-up', '[]', 'A'],
    ['beside what a set-up made', '[["mkdir","-p","node_modules"]]', 'A'],
  ])('%s', async (_, setup, lock) => {
    const { scene, task } = await developedScene('WRITE greet.txt RED', {
      files: { 'check.sh': POISONING, 'yarn.lock': lock },
      variables: { ORCHESTRATOR_SETUP: setup },
    });
    const red = { merged: false, reason: 'checks-green: sh check.sh: exit code 1' };
    expect(await scene.merge(task)).toMatchObject(red);
    expect(await scene.merge(task)).toMatchObject(red);
  });

  it('while what the same set-up made is used again after a green check', async () => {
    const scene = await createScene({
      files: { 'yarn.lock': 'A' },
      variables: { ORCHESTRATOR_SETUP: '[["sh","-c","mkdir -p node_modules; pwd >> ../../set-ups"]]' },
    });
    const [task] = await scene.plan({ slug: 'greet' });
    if (task === undefined) throw new Error('nothing was planned');
    await scene.work(task);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    const preparations = (await scene.app.files.read(scene.home('set-ups')))?.match(/scratch-[\da-f]+-\d/g);
    expect(preparations).toHaveLength(1);
  });
});

it('a set-up that fails half way is not taken for the one before it', async () => {
  const scene = await createScene({
    files: { 'yarn.lock': '# A\n', '.gitignore': 'node_modules\n', 'check.sh': 'test -e node_modules/dependency\n' },
    variables: {
      ORCHESTRATOR_SETUP: JSON.stringify([
        [
          'sh',
          '-c',
          'rm -rf node_modules; grep -q B yarn.lock && exit 1; mkdir node_modules; : > node_modules/dependency',
        ],
      ]),
    },
  });
  const [broken, fine] = await scene.plan({ slug: 'broken', prompt: 'WRITE yarn.lock #B' }, { slug: 'fine' });
  if (broken === undefined || fine === undefined) throw new Error('nothing was planned');
  await scene.work(broken);
  expect(await scene.merge(broken)).toMatchObject({ merged: false, reason: expect.stringMatching(/^infrastructure/) });
  await scene.work(fine);
  expect((await scene.task(fine)).state).toEqual({ status: 'ready' });
  expect(await scene.merge(fine)).toMatchObject({ merged: true });
});

it.each(['{{{', 'null', '{"key":1}', '[1]'])('a broken note (%s) counts as none', async (text) => {
  const { scene, task } = await developedScene();
  const { app } = scene;
  for (const name of ['task-greet.json', 'task-greet.untracked.json']) writeFileSync(scene.home('set-up', name), text);
  expect(await setUpLeftovers(app, 'task-greet')).toEqual([]);
  expect(await notOfWorker(app, 'task-greet')).toEqual([]);
  writeFileSync(`${scene.worktree(task)}/mine.txt`, '');
  await noteUntracked(app, 'task-greet', (await app.git.status(scene.worktree(task))).untracked);
  expect(await notOfWorker(app, 'task-greet')).toEqual(['mine.txt']);
});
