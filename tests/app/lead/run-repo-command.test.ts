import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runRepoCommand } from '../../../src/app/lead/run-repo-command.ts';
import { WaitsForPerson } from '../../../src/app/runs/waits-for-person.ts';
import { approveAsPerson, rejectAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import type { Person } from '../../../src/ports/person.ts';
import { type AppScene, createScene, developedScene, plannedScene } from '../app-scene.ts';

const run = ({ app, scope }: AppScene, worktree: string, command: string) =>
  runRepoCommand(app, scope, { worktree, command, call: 'call-1' });

const logOf = (scene: AppScene): readonly Record<string, unknown>[] =>
  readFileSync(scene.home('run_repo_command.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('runRepoCommand', () => {
  it('runs what is allowed, refuses what is not, and logs each call (CX-09)', async () => {
    const scene = await createScene();
    expect(await run(scene, 'main', 'git log -1 --format=%s')).toMatchObject({
      decision: 'allow',
      exitCode: 0,
      stdout: 'Change check.sh\n',
      truncated: false,
    });
    expect(await run(scene, 'main', 'git push origin main')).toMatchObject({
      decision: 'deny',
      exitCode: null,
      stdout: '',
    });
    expect(await run(scene, 'main', 'ls; rm -rf .')).toMatchObject({ decision: 'deny' });
    expect(await run(scene, '../main', 'ls')).toMatchObject({ decision: 'deny', rule: 'worktree.unknown' });
    expect(await run(scene, 'main', 'git show no-such-commit')).toMatchObject({ decision: 'allow', exitCode: 128 });
    const log = logOf(scene);
    expect(log.map(({ decision, exitCode, dry }) => [decision, exitCode, dry])).toEqual([
      ['allow', 0, false],
      ['deny', null, false],
      ['deny', null, false],
      ['deny', null, false],
      ['allow', 128, false],
    ]);
    expect(Object.keys(log[0] ?? {})).toEqual([
      ...['time', 'run', 'task', 'worktree', 'command', 'argv', 'decision', 'rule', 'reason', 'dry', 'exitCode'],
      ...['durationMs', 'outputBytes'],
    ]);
    expect(log[1]).toMatchObject({ argv: ['git', 'push', 'origin', 'main'], reason: expect.stringContaining('push') });
    expect(await scene.app.store.commands.inRun(scene.scope.run)).toEqual(log);
  });

  it('INV-6: a path that leads nowhere is outside, and a pipe in place of package.json holds nobody up', async () => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    await scene.work(task);
    const at = (name: string) => join(scene.worktree(task), name);
    symlinkSync('loop', at('loop'));
    symlinkSync('missing/../spiral', at('spiral'));
    spawnSync('sh', ['-c', 'mkfifo "$0"', at('package.json')]);
    for (const path of ['loop', 'spiral', 'x'.repeat(300)]) {
      expect(await run(scene, task.worktree, `cat ${path}`)).toMatchObject({ decision: 'deny', rule: 'path.outside' });
    }
    expect(await run(scene, task.worktree, 'git status --short')).toMatchObject({ decision: 'allow', exitCode: 0 });
  });

  it('INV-5: the way up from a link is outside, for the system and for programs that read the text alone', async () => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    await scene.work(task);
    const at = (...names: string[]) => join(scene.worktree(task), ...names);
    const secrets = join(scene.worktree(task), '..', 'elsewhere');
    mkdirSync(join(secrets, 'deep'), { recursive: true });
    mkdirSync(at('a', 'b', 'c'), { recursive: true });
    writeFileSync(join(secrets, 'key'), 'secret\n');
    symlinkSync(join(secrets, 'deep'), at('out'));
    symlinkSync(at('a', 'b', 'c'), at('in'));
    expect(readFileSync(`${at('out')}/../key`, 'utf8')).toBe('secret\n');
    for (const path of ['out/../key', './a/../out/../key', 'in/../../greet.txt']) {
      expect(await run(scene, task.worktree, `cat ${path}`)).toMatchObject({ decision: 'deny', rule: 'path.outside' });
    }
    expect(await run(scene, task.worktree, 'cat a/../greet.txt')).toMatchObject({ decision: 'allow', exitCode: 0 });
  });

  it('INV-12: a file whose name says secret is not shown under the name of a link that leads to it', async () => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    await scene.work(task);
    const at = (name: string) => join(scene.worktree(task), name);
    writeFileSync(at('.env'), 'PASSWORD=open-sesame\n');
    symlinkSync('.env', at('notes'));
    symlinkSync('notes', at('more-notes'));
    expect(readFileSync(at('more-notes'), 'utf8')).toContain('open-sesame');
    for (const path of ['notes', 'more-notes', './notes']) {
      expect(await run(scene, task.worktree, `cat ${path}`)).toMatchObject({ decision: 'deny', rule: 'cat.file' });
    }
    symlinkSync('greet.txt', at('fine'));
    expect(await run(scene, task.worktree, 'cat fine')).toMatchObject({ decision: 'allow', exitCode: 0 });
  });

  it('INV-9: what a failed worker left uncommitted is thrown away by a person alone', async () => {
    const { scene, task } = await developedScene();
    const file = join(scene.worktree(task), 'greet.txt');
    expect(await run(scene, task.worktree, 'git restore greet.txt')).toMatchObject({ decision: 'allow', exitCode: 0 });
    writeFileSync(file, 'half an afternoon\n');
    const commands = [
      'git restore .',
      'git checkout -- greet.txt',
      'git checkout main -- .',
      'git restore -SW greet.txt',
    ];
    for (const command of commands) {
      expect(await run(scene, task.worktree, command)).toMatchObject({
        decision: 'deny',
        reason: expect.stringMatching(/uncommitted work.*Nobody is there/),
      });
    }
    expect(await run(scene, task.worktree, 'git restore --staged .')).toMatchObject({ decision: 'allow', exitCode: 0 });
    expect(readFileSync(file, 'utf8')).toBe('half an afternoon\n');
  });

  it('keeps on a ref what the lead takes off a branch (INV-9)', async () => {
    const { scene, task } = await developedScene();
    const { git } = scene.repository;
    const work = git(['rev-parse', task.branch]);
    expect(await run(scene, task.worktree, `git checkout -B ${task.branch} main`)).toMatchObject({ exitCode: 0 });
    expect(git(['rev-parse', task.branch])).not.toBe(work);
    expect(git(['rev-parse', `refs/orchestrator/kept/${work}`])).toBe(work);
  });

  it('makes worktrees where the layout keeps them, and only those of tasks', async () => {
    const { scene, task } = await plannedScene('words');
    expect(await run(scene, 'main', 'git worktree add ../task-greet')).toMatchObject({
      decision: 'allow',
      exitCode: 0,
    });
    expect(scene.repository.git(['branch', '--show-current'], scene.worktree(task))).toBe('task/greet');
    expect((await scene.task(task)).baseCommit).toBe(scene.repository.git(['rev-parse', 'main']));
    expect(await run(scene, 'main', 'git worktree add ../task-greet')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Worktree exists'),
    });
    expect(await run(scene, 'main', 'git worktree add ../elsewhere')).toMatchObject({ decision: 'deny' });
    expect(await run(scene, 'main', 'git worktree remove ../task-greet')).toMatchObject({ exitCode: 0 });
    expect(existsSync(scene.worktree(task))).toBe(false);
  });

  it('merges by the gate alone: `git merge` of a task is the harness’s own merge', async () => {
    const { scene, task } = await developedScene();
    expect(await run(scene, 'main', 'git merge --no-ff task/greet')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('task/greet is in main'),
    });
    expect(await scene.task(task)).toMatchObject({ state: { status: 'merged' } });

    const red = await developedScene('WRITE greet.txt RED');
    const head = red.scene.repository.git(['rev-parse', 'main']);
    expect(await run(red.scene, 'main', 'git merge task/greet')).toMatchObject({
      decision: 'allow',
      exitCode: 1,
      stderr: expect.stringContaining('error: a file is red'),
    });
    expect(red.scene.repository.git(['rev-parse', 'main'])).toBe(head);
  });

  it('a worktree is busy while a job is at work in it, but looking is answered (INV-15)', async () => {
    const { scene, task } = await plannedScene('SAY at work');
    const job = scene.work(task, 'WRITE begun.txt x\nAWAIT ../go-on\nSAY done');
    while (!existsSync(join(scene.worktree(task), 'begun.txt'))) await sleep(10);
    expect(await run(scene, 'task-greet', 'git commit -m early')).toMatchObject({
      decision: 'deny',
      rule: 'worktree-busy',
      reason: 'job J-1 is at work in task-greet: look, or wait for it.',
    });
    expect(await run(scene, 'task-greet', 'git status --short')).toMatchObject({
      exitCode: 0,
      stdout: '?? begun.txt\n',
    });
    scene.repository.write({ 'go-on': '' }, scene.repository.base);
    expect(await job).toMatchObject({ status: 'succeeded' });
    expect(await run(scene, 'task-greet', 'git status --short')).toMatchObject({ stdout: '' });
  });

  it('bounds what the lead sees, and takes secrets out of it (INV-12)', async () => {
    const scene = await createScene({
      files: { 'long.txt': `first\n${'x'.repeat(100_000)}\nlast\n`, 'key.txt': 'test-key-of-no-service\n' },
      variables: { ORCHESTRATOR_TOOL_OUTPUT_CHARS: '2000' },
    });
    const long = await run(scene, 'main', 'cat long.txt');
    expect(long).toMatchObject({ truncated: true, outputBytes: 100_012 });
    expect(long.stdout).toMatch(/^first\n.*bytes left out.*\nlast\n$/s);
    expect(long.stdout.length).toBeLessThan(2_100);
    expect(await run(scene, 'main', 'cat key.txt')).toMatchObject({ stdout: '[secret]\n' });
  });

  it('in a dry run it judges and runs nothing (INV-11)', async () => {
    const scene = await createScene({ variables: { ORCHESTRATOR_DRY_RUN: '1' } });
    const before = scene.repository.git(['for-each-ref']);
    const answers = [
      await run(scene, 'main', 'git log'),
      await run(scene, 'main', 'git push'),
      await run(scene, 'main', 'git worktree add ../task-greet'),
    ];
    expect(answers.map(({ decision, dry, exitCode }) => [decision, dry, exitCode])).toEqual([
      ['allow', true, null],
      ['deny', true, null],
      ['allow', true, null],
    ]);
    expect(logOf(scene).map(({ dry }) => dry)).toEqual([true, true, true]);
    expect(scene.repository.git(['for-each-ref'])).toBe(before);
    expect(existsSync(join(scene.repository.base, 'task-greet'))).toBe(false);
  });
});

describe('what the guard asks', () => {
  const RESET = 'git reset HEAD~1';
  const asked = (options: { person?: Person; variables?: Readonly<Record<string, string>> }) =>
    developedScene('WRITE greet.txt fine', { ...options });
  const answering = (answer: string | null): Person => ({
    present: true,
    ask: async () => answer,
    confirmPlan: async () => true,
  });

  it('means no where nobody is there', async () => {
    const { scene } = await asked({});
    expect(await run(scene, 'task-greet', RESET)).toMatchObject({
      decision: 'deny',
      reason: expect.stringContaining('Nobody is there to be asked.'),
    });
    expect(await scene.app.store.questions.open()).toEqual([]);
  });

  it('is answered at the terminal, once for each command', async () => {
    const { scene } = await asked({ person: answering('approve') });
    expect(await run(scene, 'task-greet', RESET)).toMatchObject({
      decision: 'allow',
      reason: 'approved by pat',
      exitCode: 0,
    });
    const refusing = await asked({ person: answering('keep it') });
    expect(await run(refusing.scene, 'task-greet', RESET)).toMatchObject({
      decision: 'deny',
      reason: 'rejected by pat: keep it',
    });
  });

  it('waits where the configuration says so; an answer is used up by the one command', async () => {
    const { scene } = await asked({ variables: { ORCHESTRATOR_GUARD_ASK: 'wait' } });
    await expect(run(scene, 'task-greet', RESET)).rejects.toBeInstanceOf(WaitsForPerson);
    await approveAsPerson(scene.app, 'q-1');
    await expect(run(scene, 'task-greet', 'git clean -fd')).rejects.toBeInstanceOf(WaitsForPerson);
    expect(await run(scene, 'task-greet', RESET)).toMatchObject({ decision: 'allow', exitCode: 0 });
    await expect(run(scene, 'task-greet', RESET)).rejects.toBeInstanceOf(WaitsForPerson);
    await rejectAsPerson(scene.app, 'q-3', 'ok');
    expect(await run(scene, 'task-greet', RESET)).toMatchObject({
      decision: 'deny',
      reason: 'rejected by pat: reject: ok',
    });
  });
});
