import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CliScene, createCliScene } from './cli-scene.ts';

const AGENT = `import { basename } from 'node:path';
import { writeFileSync } from 'node:fs';
const name = basename(process.argv[2]);
writeFileSync('made.txt', name + '\\n');
process.stdout.write('made in ' + name + '\\n');
`;

interface Version {
  readonly version: number;
  readonly status: string;
  readonly branch: string;
  readonly worktree: string;
  readonly base: string;
  readonly head: string;
}

const versionsOf = async (scene: CliScene): Promise<readonly Version[]> =>
  JSON.parse((await scene.run(['task', 'versions', 'T-1', '--json'])).stdout);

/** A worker at a time does all that is due. */
const work = async (scene: CliScene): Promise<void> => {
  for (let round = 0; round < 20; round += 1) {
    const { stderr } = await scene.run(['worker', '--once']);
    if (stderr.includes('0 jobs ended')) return;
  }
  throw new Error('there is always something due');
};

test('AS-01: three versions start without another word, one is chosen, forked, chosen again and merged (KB-01, KB-02, KB-08)', async () => {
  const scene = await createCliScene([], { variables: { ORCHESTRATOR_APPROVER: 'pat' } });
  const { repository } = scene;
  const agent = join(repository.base, 'agent.mjs');
  writeFileSync(agent, AGENT);
  const variables = { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(['node', agent, '{worktree}']) };
  const run: CliScene['run'] = (argv, options = {}) => scene.run(argv, { variables, ...options });
  const there = { ...scene, run };

  const create = ['task', 'create', '--title', 'Make a logo', '--slug', 'logo', '--prompt-file', '-', '--versions'];
  const stdin = 'Draw the logo of this project.\n';
  expect((await run([...create, '9'], { stdin })).code, 'more than anybody can choose from').toBe(2);
  const created = await run([...create, '3'], { stdin });
  expect(created, created.stderr).toMatchObject({ code: 0, stdout: 'T-1\n' });
  expect((await run(['task', 'select', 'T-1', '1'])).code, 'nothing has ended').toBe(2);
  const base = repository.git(['rev-parse', 'main']);
  await work(there);

  const first = await versionsOf(there);
  expect(first.map(({ version, status }) => [version, status])).toEqual([1, 2, 3].map((number) => [number, 'ready']));
  expect(new Set(first.map(({ worktree }) => worktree)).size).toBe(3);
  expect(first.map((version) => version.base)).toEqual([base, base, base]);
  for (const { worktree, head } of first) expect(repository.git(['show', `${head}:made.txt`])).toBe(worktree);
  const status = (await run(['status', '--json'])).json();
  expect(status).toMatchObject({ tasks: { waiting: 1 }, waiting: [{ task: 'T-1' }] });
  expect(JSON.stringify(status.waiting)).toContain('task select T-1');

  const asWorker = await run(['task', 'select', 'T-1', '2'], {
    variables: { ...variables, ORCHESTRATOR_JOB: 'r-1/J-1' },
  });
  const inWorktree = await run(['task', 'select', 'T-1', '2'], { cwd: join(repository.base, 'task-logo-v2') });
  for (const refused of [asWorker, inWorktree])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('error[approval-refused]')]);

  const selected = await run(['task', 'select', 'T-1', '2', '--json']);
  expect(selected.code, selected.stderr).toBe(0);
  expect(selected.json()).toMatchObject({ id: 'T-1', branch: 'task/logo-v2', worktree: 'task-logo-v2' });
  expect((await versionsOf(there)).map((version) => version.status)).toEqual(['cancelled', 'planned', 'cancelled']);
  for (const count of ['1', '5']) expect((await run(['task', 'fork', 'T-1', count])).code).toBe(2);
  const forked = await run(['task', 'fork', 'T-1', '2']);
  expect(forked.code, forked.stderr).toBe(0);
  await work(there);
  const second = await versionsOf(there);
  expect(second.slice(3).map((version) => [version.status, version.base])).toEqual([
    ['ready', first[1]?.head],
    ['ready', first[1]?.head],
  ]);

  expect((await run(['task', 'select', 'T-1', '5'])).code).toBe(0);
  await work(there);
  expect((await run(['task', 'show', 'T-1', '--json'])).json()).toMatchObject({ status: 'merged', stage: 'done' });
  expect(repository.git(['show', 'main:made.txt'])).toBe('task-logo-v5');
  const all = JSON.parse((await run(['task', 'list', '--json'])).stdout);
  expect(all).toMatchObject([{ id: 'T-1', status: 'merged' }]);
  expect(all).toHaveLength(1);

  const branches = (): string => repository.git(['for-each-ref', '--format=%(refname:short)', 'refs/heads/task']);
  expect(branches().split('\n')).toHaveLength(4);
  const rehearsed = JSON.parse((await run(['worktree', 'prune', '--dry-run', '--json'])).stdout);
  expect(rehearsed).toContainEqual(
    expect.objectContaining({ worktree: 'task-logo-v1', removed: false, wouldRemove: true }),
  );
  expect(branches().split('\n'), 'a rehearsal removes nothing').toHaveLength(4);
  expect((await run(['worktree', 'prune'])).code).toBe(0);
  expect(branches()).toBe('');
  expect(repository.git(['cat-file', '-t', first[0]?.head ?? ''])).toBe('commit');
});
