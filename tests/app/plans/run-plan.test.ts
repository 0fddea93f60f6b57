import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPlan } from '../../../src/app/plans/run-plan.ts';
import { RunFailed } from '../../../src/app/runs/run-failed.ts';
import { createPlacedTask, createPlan, createPlanTask } from '../../helpers/plan.ts';
import { createPlanScene } from './plan-scene.ts';

const sh = (script: string): readonly string[] => ['sh', '-c', script];

/** An entry that nobody has collected yet is no process any more. */
const isRunning = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
};

const statuses = (report: { tasks: readonly { id: string; status: string }[] }) =>
  Object.fromEntries(report.tasks.map(({ id, status }) => [id, status]));

describe('running a plan', () => {
  it('AS-14: a task that fails after two attempts skips what depends on it, and the others go on (YA-06, YA-10, YA-11, YA-12)', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([
      createPlanTask('a', sh('echo out; echo err >&2; exit 3'), { retries: 1 }),
      createPlanTask('b', ['true'], { dependsOn: ['a'] }),
      createPlanTask('c', ['true'], { dependsOn: ['b'] }),
      createPlanTask('d', ['true']),
    ]);
    expect(report.status).toBe('failed');
    expect(statuses(report)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'ready' });
    expect(report.tasks).toMatchObject([
      { attempts: 2, reason: 'exit code 3', branch: null, worktree: null },
      { attempts: 0, reason: 'a failed' },
      { attempts: 0, reason: 'a failed' },
      { attempts: 1, reason: null },
    ]);
    const log = scene.file(report, 'logs/a.log') ?? '';
    expect(log.match(/^==== attempt [12] at .* ====\nout\nerr\n/gm)).toHaveLength(2);
    const rows = (scene.file(report, 'docs/orchestrator-run-summary.md') ?? '')
      .split('\n')
      .filter((line) => /^\| [abcd] /.test(line));
    expect(rows.map((row) => row.split(' | ').slice(0, 2).join(' '))).toEqual([
      '| a failed',
      '| b skipped',
      '| c skipped',
      '| d ready',
    ]);
    expect(rows[2]).toContain('a failed');
    expect(scene.file(report, 'report.json')).not.toBeNull();
    expect(report.next).toEqual([expect.stringContaining('orchestrator run ')]);
  });

  it('INV-7: tells of no step that the store never had', async () => {
    const scene = await createPlanScene();
    const { store } = scene.app;
    let commits = 0;
    const commitLightly: typeof store.commitLightly = async (changes) => {
      commits += 1;
      if (commits === 2) throw new Error('the database is locked');
      await store.commitLightly(changes);
    };
    const plan = createPlan(scene.base, [
      createPlanTask('a', ['true']),
      createPlanTask('b', ['true'], { dependsOn: ['a'] }),
    ]);
    const order = { fresh: false, output: null };
    const app = { ...scene.app, store: { ...store, commitLightly } };
    const failure: unknown = await runPlan(app, plan, order, new AbortController().signal).catch((error) => error);
    if (!(failure instanceof RunFailed)) throw failure;
    const items = await store.planItems.inRun(failure.report.run);
    expect(statuses(failure.report)).toEqual({ a: 'running', b: 'planned' });
    expect(items.map(({ status }) => status)).toEqual(['running', 'planned']);
  });

  it('tells what became of it although a command has cleared its folder away (YA-12)', async () => {
    const scene = await createPlanScene();
    const { home } = scene.app.settings.layout;
    const report = await scene.run([createPlanTask('clear', sh(`rm -rf ${home}/runs/*/docs ${home}/runs/*/logs`))]);
    expect(report.status).toBe('done');
    expect(scene.file(report, 'docs/orchestrator-run-summary.md')).toContain('| clear | ready |');
  });

  it('goes by the exit code of any command, and a signal is a failure (YA-05)', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([
      createPlanTask('good', ['true']),
      createPlanTask('bad', ['false']),
      createPlanTask('killed', sh('kill -KILL $$')),
      createPlanTask('missing', ['no-such-program']),
    ]);
    expect(statuses(report)).toEqual({ good: 'ready', bad: 'failed', killed: 'failed', missing: 'failed' });
    const [, , killed, missing] = report.tasks;
    expect(killed?.reason).toBe('ended by SIGKILL');
    expect(missing?.reason).toContain('no-such-program was not found on PATH');
  });

  it('counts a flaky task that passes at its second attempt as done (YA-10)', async () => {
    const scene = await createPlanScene();
    const flaky = createPlanTask('flaky', sh('test -f once || { touch once; exit 1; }'), { retries: 2 });
    expect((await scene.run([flaky])).tasks).toMatchObject([{ status: 'ready', attempts: 2, reason: null }]);
  });

  it('ends a task with all its children at its deadline (YA-10, INV-8)', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([
      createPlanTask('slow', sh('sleep 987 & echo $! > child; wait'), { timeoutMs: 3_000 }),
    ]);
    expect(report.tasks).toMatchObject([{ status: 'failed', reason: expect.stringContaining('timeout') }]);
    const child = Number(readFileSync(join(scene.base, 'child'), 'utf8'));
    expect(isRunning(child)).toBe(false);
  });

  it('runs no more tasks at once than the setting allows, and as many (YA-08)', async () => {
    const scene = await createPlanScene({ ORCHESTRATOR_MAX_WORKERS: '2' });
    // Each waits until two are there, or says so when it finds three.
    const script =
      'mkdir -p here; touch here/$ID; n=$(ls here | wc -l); [ "$n" -le 2 ] || touch toomany; sleep 0.05; rm here/$ID';
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const report = await scene.run(ids.map((id) => createPlanTask(id, sh(script), { env: { ID: id } })));
    expect(report.status).toBe('done');
    expect(existsSync(join(scene.base, 'toomany'))).toBe(false);
    let running = 0;
    let most = 0;
    for (const event of scene.events) {
      if (event.type !== 'plan-task') continue;
      running += event.status === 'running' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(most).toBe(2);
  });

  it('gives a task the environment of checks, what the plan adds, and no secret (INV-12)', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([createPlanTask('env', ['env'], { env: { PLANNED: 'yes' } })]);
    const log = scene.file(report, 'logs/env.log') ?? '';
    expect(log).toContain('PLANNED=yes');
    expect(log).toContain('GIT_ALLOW_PROTOCOL=none');
    expect(log).not.toContain('test-key-of-no-service');
  });

  it('puts summary and logs where --output says, and nothing of them where git would see it (CF-38)', async () => {
    const scene = await createPlanScene();
    const output = join(scene.repository.main, 'out');
    const report = await scene.run([createPlanTask('a', ['true'])], {}, { output });
    expect(existsSync(join(output, 'logs/a.log'))).toBe(true);
    expect(existsSync(join(output, 'docs/orchestrator-run-summary.md'))).toBe(true);
    expect(scene.file(report, 'docs/orchestrator-run-summary.md')).toBeNull();
    expect(scene.repository.git(['status', '--porcelain'])).toBe('');
  });

  it.each([
    ['that holds something else: it would be hidden as well', 'src'],
    ['that is a file', 'README.md'],
    ['that would lie below a file', 'README.md/out'],
    ['that is a link in a circle', 'circle'],
  ])('refuses an --output in a repository %s', async (_, name) => {
    const scene = await createPlanScene();
    scene.repository.commit({ '.gitignore': 'circle\n' });
    symlinkSync('circle', join(scene.repository.main, 'circle'));
    const run = scene.run([createPlanTask('a', ['true'])], {}, { output: join(scene.repository.main, name) });
    await expect(run).rejects.toMatchObject({ code: 'usage' });
    expect(scene.repository.git(['status', '--porcelain'])).toBe('');
    expect(await scene.app.store.runs.list()).toEqual([]);
  });

  it.each([
    ["the repository's own, behind a link", (main: string, at: string) => symlinkSync(join(main, '.git'), at)],
    ['a bare repository', (_main: string, at: string) => void spawnSync('git', ['init', '-q', '--bare', at])],
  ])('INV-16: writes nothing where git keeps its own: %s', async (_, make) => {
    const scene = await createPlanScene();
    const directory = join(scene.base, 'elsewhere');
    make(scene.repository.main, directory);
    for (const output of [directory, join(directory, 'out')]) {
      const before = readdirSync(directory);
      const run = scene.run([createPlanTask('a', ['true'])], {}, { output });
      await expect(run).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('belongs to git') });
      expect(readdirSync(directory)).toEqual(before);
    }
  });

  it('ends what runs when it is interrupted, records it, and says how to go on', async () => {
    const scene = await createPlanScene();
    const stop = new AbortController();
    const running = scene.run([createPlanTask('long', sh('touch begun; sleep 987'))], {}, { signal: stop.signal });
    while (!existsSync(join(scene.base, 'begun'))) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort(new Error('interrupted'));
    const report = await running;
    expect(report).toMatchObject({ status: 'stopped', summary: expect.stringContaining('orchestrator run ') });
    expect(report.tasks).toMatchObject([{ status: 'planned', attempts: 0, reason: 'interrupted' }]);
    expect(scene.file(report, 'docs/orchestrator-run-summary.md')).toContain('| long | planned');
  });

  it('names main its own branch to no task', async () => {
    const scene = await createPlanScene();
    const task = createPlacedTask('a', 'true', { branch: 'main' });
    await expect(scene.run([task])).rejects.toMatchObject({ code: 'plan-invalid' });
    expect(await scene.app.store.runs.list()).toEqual([]);
  });
});
