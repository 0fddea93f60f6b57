import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliScene, createCliScene } from './cli-scene.ts';

const write = (scene: CliScene, text: string): void => writeFileSync(join(scene.repository.base, 'plan.yaml'), text);

const NO_MODEL = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };

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
    expect((await scene.run(['report', run])).stdout).toContain('failed b');
    expect((await scene.run(['trace', run])).stdout).toContain('type=plan-task');
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
