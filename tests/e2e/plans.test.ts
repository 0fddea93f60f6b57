import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type CliScene, createCliScene } from './cli-scene.ts';

const write = (scene: CliScene, text: string): void => writeFileSync(join(scene.repository.base, 'plan.yaml'), text);

const NO_MODEL = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };

const until = async (isThere: () => boolean): Promise<void> => {
  while (!isThere()) await sleep(10);
};

describe('orchestrator run', () => {
  it('runs a plan without a model, a terminal or a network (YA-13, YA-14), and can be looked at', async () => {
    const scene = await createCliScene([], { variables: NO_MODEL });
    write(
      scene,
      'tasks:\n  - {id: a, command: echo hello, worktree: none}\n  - {id: b, command: "false", depends_on: [a]}\n',
    );
    const ended = await scene.run(['run', 'plan.yaml', '--json']);
    expect(ended.code).toBe(1);
    const { run } = ended.json() as unknown as { run: string };
    expect(ended.json()).toMatchObject({
      status: 'failed',
      tasks: [
        { id: 'a', status: 'ready' },
        { id: 'b', status: 'failed' },
      ],
    });
    expect((await scene.run(['status', '--json'])).json()).toMatchObject({ tasks: { ready: 1, failed: 1 } });
    expect((await scene.run(['logs', run])).stdout).toContain('\nhello\n');
    expect((await scene.run(['logs', 'a'])).stdout).toMatch(/^==== attempt 1 .*\nhello\n$/);
    expect((await scene.run(['logs', 'c'])).code).toBe(2);
    expect((await scene.run(['report', run])).stdout).toContain('failed b');
    expect((await scene.run(['trace', run])).stdout).toContain('type=plan-task');
  });

  it('is told by status while it runs, as interrupted after a kill -9, and as failed once it has ended so (YA-09)', async () => {
    const scene = await createCliScene([], { variables: NO_MODEL });
    const go = join(scene.repository.base, 'go');
    const pid = join(scene.repository.base, 'pid');
    const hang = `["sh", "-c", "echo $$ > ${pid}; while ! test -f ${go}; do sleep 0.1; done; exit 3"]`;
    write(
      scene,
      `tasks:\n  - {id: a, command: ${hang}, worktree: none}\n  - {id: b, command: "true", depends_on: [a]}\n`,
    );
    const status = async () => (await scene.run(['status', '--json'])).json();
    const running = scene.start(['run', 'plan.yaml']);
    await until(() => existsSync(pid));
    expect(await status()).toMatchObject({
      run: { status: 'running', interrupted: false },
      tasks: { running: 1, planned: 1 },
    });
    running.kill('SIGKILL');
    await running.ended;
    expect(await status()).toMatchObject({ run: { status: 'running', interrupted: true } });
    writeFileSync(go, '');
    expect((await scene.run(['run', 'plan.yaml'])).code).toBe(1);
    expect(await status()).toMatchObject({
      run: { status: 'failed', interrupted: false },
      tasks: { failed: 1, skipped: 1 },
    });
  });

  it('continues a plan by `resume` as well, by name and as the newest unfinished run', async () => {
    const scene = await createCliScene([], { variables: NO_MODEL });
    write(
      scene,
      'tasks:\n  - {id: a, command: echo hello, worktree: none}\n  - {id: b, command: test -f go, worktree: none, depends_on: [a]}\n',
    );
    const { run } = (await scene.run(['run', 'plan.yaml', '--json'])).json() as unknown as { run: string };
    expect((await scene.run(['resume'])).code, 'it came to an end, though a bad one').toBe(0);
    const go = join(scene.repository.base, 'go');
    writeFileSync(go, '');
    const resumed = await scene.run(['resume', run, '--json']);
    expect(resumed.json()).toMatchObject({ run, status: 'done', tasks: [{ attempts: 1 }, { status: 'ready' }] });
    rmSync(go);
    const failed = await scene.run(['run', 'plan.yaml', '--fresh', '--json']);
    writeFileSync(go, '');
    await scene.run(['run', 'plan.yaml', '--fresh']);
    const former = await scene.run(['resume', String(failed.json().run)]);
    expect([former.code, former.stderr]).toEqual([2, expect.stringContaining('is not the last run of')]);
  });

  it('starts nothing of a plan with mistakes, and makes no home (AS-15, YA-01)', async () => {
    const scene = await createCliScene([], { variables: NO_MODEL });
    write(
      scene,
      'tasks:\n  - {id: a, command: "true", depends_on: [b]}\n  - {id: b, command: "true", depends_on: [a]}\n',
    );
    const ended = await scene.run(['run', 'plan.yaml']);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('plan.yaml:');
    expect(existsSync(scene.home)).toBe(false);
  });

  it('prints the order in a dry run and starts nothing (INV-11)', async () => {
    const scene = await createCliScene([], { variables: { ...NO_MODEL, ORCHESTRATOR_DRY_RUN: '1' } });
    write(scene, 'tasks:\n  - {id: b, command: touch ran, depends_on: [a]}\n  - {id: a, command: touch ran}\n');
    const ended = await scene.run(['run', 'plan.yaml']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('1. a\n2. b after a');
    expect(readdirSync(scene.repository.base).filter((name) => name.startsWith('task-'))).toEqual([]);
  });
});

it('INV-9: worktrees of a plan that came to its end go by prune where they hold no work, and their branches stay', async () => {
  const scene = await createCliScene([], { variables: NO_MODEL });
  const prune = async () => (await scene.run(['worktree', 'prune', '--json'])).json();
  write(scene, 'tasks: [{id: a, command: touch a.txt}, {id: b, command: test -e b.txt}]\n');
  expect((await scene.run(['run', 'plan.yaml'])).code).toBe(1);
  const mayGoOn = {
    removed: false,
    reason: expect.stringMatching(/^its plan may go on: orchestrator run .*plan\.yaml$/),
  };
  expect(await prune()).toEqual([
    { worktree: 'task-a', ...mayGoOn },
    { worktree: 'task-b', ...mayGoOn },
  ]);
  const inWorktree = join(scene.repository.base, 'task-b', 'b.txt');
  writeFileSync(inWorktree, '');
  expect((await scene.run(['run', 'plan.yaml'])).code).toBe(0);
  writeFileSync(join(scene.repository.base, 'task-b', 'notes.txt'), 'mine\n');
  expect(await prune()).toEqual([
    { worktree: 'task-a', removed: true, reason: 'it held no work' },
    { worktree: 'task-b', removed: false, reason: 'it holds uncommitted work: notes.txt' },
  ]);
  expect(scene.repository.git(['show', 'task/a:a.txt'])).toBe('');
});
