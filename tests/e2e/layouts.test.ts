import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CliOptions, call, command, createCliScene, develop, merge, plan } from './cli-scene.ts';

const PRODUCT = join(import.meta.dirname, '../..');

const turns = [
  { calls: [plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }), develop('hello'), call('wait_for_jobs')] },
  { calls: [command('main', 'git worktree add ../task-extra'), merge('hello')] },
  { text: 'Done.' },
];

test.each(['bare', 'master'] as const)('the layout %s is worked on as any other', async (layout) => {
  const scene = await createCliScene(turns, { layout });
  const ended = await scene.run(['Say hello', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(scene.repository.git(['show', 'HEAD:hello.txt'])).toBe('hi');
  expect(scene.repository.git(['symbolic-ref', '--short', 'HEAD'])).toBe(layout === 'master' ? 'master' : 'main');
  expect(scene.answers()[0]).toMatchObject({ base_ref: layout === 'master' ? 'master' : 'main' });
  expect(existsSync(join(scene.repository.base, 'task-extra')), 'it is made where this layout keeps worktrees').toBe(
    true,
  );
});

test.each<[string, (repository: string) => { argv: string[]; options: CliOptions }]>([
  ['the current directory', (repository) => ({ argv: [], options: { cwd: join(repository, 'src') } })],
  ['-C', (repository) => ({ argv: ['-C', repository], options: {} })],
  [
    'INIT_CWD of a package manager',
    (repository) => ({ argv: [], options: { cwd: PRODUCT, variables: { INIT_CWD: repository } } }),
  ],
])('without a base directory %s names the repository, and its worktrees lie beside it', async (_, place) => {
  const scene = await createCliScene(turns);
  const project = join(scene.repository.base, 'project');
  renameSync(scene.repository.main, project);
  const { argv, options } = place(project);
  const ended = await scene.run(['Say hello', '--json', ...argv], {
    ...options,
    variables: { ...options.variables, ORCHESTRATOR_BASE_DIR: undefined },
  });
  expect(ended.code, ended.stderr).toBe(0);
  expect(scene.repository.git(['show', 'HEAD:hello.txt'], project)).toBe('hi');
  const beside = `${project}-worktrees`;
  expect(existsSync(join(beside, 'task-extra'))).toBe(true);
  expect(existsSync(join(beside, '.orchestrator/runs', String(ended.json().run), 'report.json'))).toBe(true);
  expect(existsSync(scene.home)).toBe(false);
});
