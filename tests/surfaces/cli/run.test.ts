import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../../src/domain/report.ts';
import type { PlanRunOrder } from '../../../src/surfaces/cli/cli-deps.ts';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { createLineRenderer } from '../../../src/surfaces/cli/progress/line-renderer.ts';
import { createLiveRenderer } from '../../../src/surfaces/cli/progress/live-renderer.ts';
import type { ProgressEvent } from '../../../src/surfaces/cli/progress/sinks.ts';
import { report, run, START, taskReport } from './recorded-run.ts';
import { createScene, FakeClock, FakeTerminal } from './scene.ts';
import { screenOf } from './screen.ts';

const PLANNED: RunReport = {
  ...report,
  status: 'failed',
  tasks: [
    taskReport({ id: 'schema', slug: 'schema', title: 'schema', status: 'ready', merge: null, reason: null }),
    taskReport({
      id: 'lint',
      slug: 'lint',
      title: 'lint',
      status: 'failed',
      branch: null,
      worktree: null,
      merge: null,
    }),
  ],
};

const sceneOf = () => {
  const orders: PlanRunOrder[] = [];
  const runPlan = async (order: PlanRunOrder): Promise<RunReport> => {
    orders.push(order);
    return PLANNED;
  };
  return {
    orders,
    scene: createScene({ working: () => ({ runPlan }), setUp: { planSchema: async () => ({ $id: 'plan' }) } }),
  };
};

describe('orchestrator run', () => {
  it('hands over the plan and ends with its report and exit code', async () => {
    const { orders, scene } = sceneOf();
    expect(await scene.run('run', 'plan.yaml', '--fresh', '--output', 'out', '--json')).toBe(1);
    expect(orders).toEqual([{ file: 'plan.yaml', fresh: true, output: 'out' }]);
    expect(JSON.parse(scene.stdout.text)).toMatchObject({
      tasks: [{ branch: 'task/schema' }, { branch: null }],
    });
    expect(scene.closed).toEqual(['working']);
  });

  it('names a task of a plan once, and no branch where there is none', async () => {
    const { scene } = sceneOf();
    await scene.run('run', 'plan.yaml');
    const lines = scene.stdout.text.split('\n').filter((line) => /schema|lint/.test(line));
    expect(lines[0]).toMatch(/^- . ready schema on task\/schema$/);
    expect(lines[1]).toMatch(/^- . failed lint *$/);
  });

  it('prints the schema without opening anything', async () => {
    const { scene } = sceneOf();
    expect(await scene.run('run', '--schema')).toBe(0);
    expect(JSON.parse(scene.stdout.text)).toEqual({ $id: 'plan' });
    expect(scene.opened).toEqual([]);
  });

  it.each([
    [['run'], 'no plan was given'],
    [['run', 'a.yaml', '--config', 'b.yaml'], 'two plans were given'],
  ])('asks for one plan: %j', async (words, told) => {
    const { orders, scene } = sceneOf();
    expect(await scene.run(...words)).toBe(2);
    expect(scene.stderr.text).toContain(told);
    expect(orders).toEqual([]);
  });

  it('takes the plan by --config as well (YA-01)', async () => {
    const { orders, scene } = sceneOf();
    await scene.run('run', '--config', 'plan.yaml');
    expect(orders).toEqual([{ file: 'plan.yaml', fresh: false, output: null }]);
  });
});

const started = (tasks: number): ProgressEvent => ({ type: 'plan-started', run, tasks, settled: 0, resumed: false });

const step = (id: string, status: 'running' | 'ready' | 'failed' | 'skipped', settled: number): ProgressEvent => ({
  ...{ type: 'plan-task', id, status, attempt: 1, durationMs: 1_200, settled },
  reason: status === 'failed' ? 'exit code 3' : null,
});

const STEPS = [step('a', 'running', 0), step('b', 'running', 0), step('a', 'failed', 1), step('c', 'skipped', 2)];

const linesOf = (tasks: number, live: boolean): readonly string[] => {
  const terminal = new FakeTerminal({ isTTY: live });
  const clock = new FakeClock();
  const create = live ? createLiveRenderer : createLineRenderer;
  const renderer = create({ output: createOutput(terminal, live ? { FORCE_COLOR: '0' } : {}), clock });
  for (const event of [started(tasks), ...STEPS]) renderer.emit(event);
  clock.moveTo(START + 60_000);
  return live ? screenOf(terminal.text, 100).filter((line) => line.trim() !== '') : terminal.lines;
};

describe('the progress of a plan', () => {
  it('is a line for each start and end, and a sign of life', () => {
    const events = linesOf(4, false).map((line) => line.replace(/^.*event=/, ''));
    expect(events[0]).toContain('plan-started');
    expect(events.slice(1)).toEqual([
      'plan-task task=a status=running attempt=1 settled=0',
      'plan-task task=b status=running attempt=1 settled=0',
      'plan-task task=a status=failed attempt=1 ms=1200 settled=1 reason="exit code 3"',
      'plan-task task=c status=skipped attempt=1 ms=1200 settled=2',
      'heartbeat tasks=4 settled=2 failed=1 running=1',
    ]);
  });

  it('is what failed and the counts where there are very many tasks', () => {
    expect(linesOf(10_000, false).filter((line) => line.includes('plan-task'))).toHaveLength(1);
    expect(linesOf(10_000, true).join('\n')).toContain('2/10000 tasks');
  });

  it('is what ended and what runs, on a terminal', () => {
    const screen = linesOf(4, true).map((line) => line.trim());
    expect(screen).toContain('✗ failed a 1.2s · exit code 3');
    expect(screen.at(-2)).toContain('2/4 tasks · 1 failed');
    expect(screen.at(-1)).toBe('● b  1m00s');
  });
});
