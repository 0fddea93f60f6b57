import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGitRepository } from '../helpers/git-repository.ts';
import { createTestHome } from '../helpers/store.ts';
import { createCliScene } from './cli-scene.ts';

test('a repository is registered, listed and checked, and what cannot be registered is exit code 2 (KB-23)', async () => {
  const scene = await createCliScene();
  const other = createGitRepository();
  const run = async (code: number, ...argv: string[]) => {
    const ended = await scene.run(['repo', ...argv]);
    expect(ended.code, `${argv.join(' ')}: ${ended.stderr}`).toBe(code);
    return ended;
  };
  const added = (await run(0, 'add', 'shop', other.main, '--checks', '[["true"]]', '--json')).json();
  expect(added).toMatchObject({ repo: 'shop', workItemPrefix: 'SHOP', path: other.main, checks: [['true']] });
  expect((await run(2, 'add', 'shop', other.main)).stderr).toContain('error[repository-invalid]');
  expect((await run(2, 'add', 'blog', 'relative/path')).stderr).toContain('path: expected an absolute path');
  expect((await run(2, 'add', 'blog', join(other.base, 'none'))).stderr).toContain('error[not-a-repository]');
  const outside = await createTestHome();
  expect((await run(2, 'add', 'blog', outside)).stderr).toContain(
    `error[not-a-repository]: ${outside} is in no git repository.`,
  );
  const listed = (await run(0, 'list', '--json')).json() as unknown as { repo: string; source: string }[];
  expect(listed.map(({ repo, source }) => [repo, source])).toEqual([
    ['shop', 'added'],
    [scene.repository.base.split('/').at(-1), 'built-in'],
  ]);
  const worktree = join(scene.repository.base, 'task-x');
  mkdirSync(worktree);
  const fromWorktree = await scene.run(['repo', 'add', 'evil', scene.repository.main], { cwd: worktree });
  expect([fromWorktree.code, fromWorktree.stderr]).toEqual([2, expect.stringContaining('error[approval-refused]')]);
  await run(0, 'check');
  await run(2, 'check', 'blog');
  other.write({ 'README.md': 'changed' });
  expect((await run(1, 'check', 'shop')).stdout).toContain(`fix: git -C ${other.main} stash`);
});

test('what is skipped of the registry is told by list, doctor and the log', async () => {
  const scene = await createCliScene([], { variables: { ORCH_PROJECTS_JSON: '[{"repo":"shop"}]' } });
  const warning = 'environment: ORCH_PROJECTS_JSON: item 1: missing plane_project_id, work_item_prefix; it is skipped';
  const listed = await scene.run(['repo', 'list']);
  expect([listed.code, listed.stderr]).toEqual([0, `! skipped ${warning}\n`]);
  const doctor = (await scene.run(['doctor', '--json'])).json() as unknown as { check: string }[];
  expect(doctor).toContainEqual(expect.objectContaining({ check: 'settings', ok: 'warn', detail: warning }));
});
