import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { whileRunLocked } from '../../../src/app/home/run-lock.ts';
import { workAlone } from '../../../src/app/runs/work-alone.ts';
import { advanceTask } from '../../../src/app/tasks/advance-task.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { type ContourScene, createContourScene } from './contour-scene.ts';

const REPORTS = {
  'framework-review/framework-log-analysis.md': 'Analysis.\n',
  'framework-review/framework-bug-report.md': 'FW-01.\n',
  'framework-review/framework-fix-plan.md': 'Mend FW-01.\n',
};
const lockOf = ({ scene }: ContourScene): string => scene.home('logs/framework-run.lock');

/** A lock as a process leaves it that was killed; `startTime` is none that any process ever had. */
const leaveLock = (contour: ContourScene, pid: number, startTime = 'never'): void => {
  mkdirSync(contour.scene.home('logs'), { recursive: true });
  writeFileSync(lockOf(contour), JSON.stringify({ pid, startTime, start: '2026-01-31T12:00:00.000Z' }));
};

it('it waits while a main run is on, begins by itself afterwards, and leaves its three reports (AS-17, YA-19, YA-21)', async () => {
  const contour = await createContourScene('framework-review');
  const { scene, task } = contour;
  contour.order('framework-reviewer', REPORTS);

  await whileRunLocked(
    scene.app,
    () => undefined,
    async () => {
      const waiting = await contour.work();
      expect(waiting.state).toMatchObject({ status: 'waiting', owner: 'main run' });
      expect(waiting.state).toMatchObject({ reason: expect.stringContaining(`process ${process.pid} since`) });
      expect(waiting.state).toMatchObject({ reason: expect.stringContaining(scene.scope.run) });
      // Asked again, it says nothing new, and asks no person.
      expect((await contour.work()).version).toBe(waiting.version);
      expect(await scene.app.store.questions.open()).toEqual([]);
      expect(contour.seen()).toEqual([]);
    },
  );

  const done = await contour.work();
  expect(done.state).toMatchObject({ status: 'merged' });
  expect(contour.seen().map(({ role }) => role)).toEqual(['framework-reviewer']);
  expect(contour.seen()[0]?.prompt).toContain(scene.home('logs/framework-run.jsonl'));
  for (const [path, text] of Object.entries(REPORTS)) expect(contour.show('main', path)).toBe(text);
  expect(existsSync(scene.worktree(task))).toBe(false);
});

it('a job that is queued when a main run begins waits for its end (YA-19)', async () => {
  const contour = await createContourScene('framework-review');
  const { app, scope } = contour.scene;
  contour.order('framework-reviewer', REPORTS);
  await advanceTask(app, scope, contour.task.id);
  const [queued] = await app.store.jobs.ofTask(contour.task.id);
  expect(queued).toMatchObject({ role: 'framework-reviewer', status: 'queued' });

  await whileRunLocked(
    app,
    () => undefined,
    async () => {
      await contour.work();
      expect(contour.seen()).toEqual([]);
    },
  );

  const [waiting] = await app.store.jobs.ofTask(contour.task.id);
  expect(waiting).toMatchObject({ status: 'queued', interruptions: 0, availableAt: expect.any(Number) });
  // As though the moment had come.
  if (waiting !== undefined) await app.store.commit([{ type: 'save-job', job: { ...waiting, availableAt: null } }]);
  expect((await contour.work()).state).toMatchObject({ status: 'merged' });
});

it('a lock of a process that is gone holds nobody up (AS-17, YA-18)', async () => {
  const contour = await createContourScene('framework-review');
  contour.order('framework-reviewer', REPORTS);
  // The number is this process's own: somebody else has it by now.
  leaveLock(contour, process.pid);
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'merged' });
  const verdict = task.verdicts.find(({ gate }) => gate === 'run-over');
  expect(verdict?.reason).toContain(`the lock of process ${process.pid} is stale`);
});

it.each([
  ['cleared away', (contour: ContourScene) => rmSync(lockOf(contour))],
  ['replaced by a stale one', (contour: ContourScene) => leaveLock(contour, process.pid)],
])('INV-1, YA-19: a lock that a worker has %s while a main run is on lets nothing begin', async (_, forge) => {
  const contour = await createContourScene('framework-review');
  const { app } = contour.scene;
  contour.order('framework-reviewer', REPORTS);
  const conductor = createOrchestrator({ ...app.processes.self(), kind: 'run', heartbeatAt: app.clock.now() });
  await app.store.orchestrators.register(conductor);
  await whileRunLocked(
    app,
    () => undefined,
    async () => {
      forge(contour);
      expect((await contour.work()).state).toMatchObject({ status: 'waiting', owner: 'main run' });
      expect(contour.seen()).toEqual([]);
    },
  );
  await app.store.orchestrators.remove(conductor.id);
  expect((await contour.work()).state).toMatchObject({ status: 'merged' });
});

it('a main run shows its lock while it is on, and takes it away whatever it ends with (YA-18)', async () => {
  const contour = await createContourScene('framework-review');
  const { app, events } = contour.scene;
  leaveLock(contour, 2 ** 22 + 1);

  const during = await workAlone(app, async () => readFileSync(lockOf(contour), 'utf8'), new AbortController().signal);
  expect(JSON.parse(during)).toEqual({
    ...app.processes.self(),
    start: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
  expect(existsSync(lockOf(contour))).toBe(false);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'notice', level: 'warning', text: expect.stringContaining('is gone') }),
  );

  const failing = workAlone(app, () => Promise.reject(new Error('it went wrong')), new AbortController().signal);
  await expect(failing).rejects.toThrow('it went wrong');
  expect(existsSync(lockOf(contour))).toBe(false);
});

it('a missing report is written by the same role (YA-21)', async () => {
  const contour = await createContourScene('framework-review');
  const { 'framework-review/framework-fix-plan.md': _, ...two } = REPORTS;
  contour.order('framework-reviewer', two, REPORTS);
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'merged' });
  expect(task.rejections).toMatchObject([
    { gate: 'framework-review-complete', reason: 'missing or empty: framework-review/framework-fix-plan.md' },
  ]);
});

it('it mends nothing: a change besides its reports fails the stage', async () => {
  const contour = await createContourScene('framework-review');
  contour.order('framework-reviewer', { ...REPORTS, 'src/code.txt': 'Mended at once.\n' });
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'failed', reason: expect.stringContaining('src/code.txt') });
});

it('a main run plans none: it would wait for its own end (INV-14)', async () => {
  const { scene } = await createContourScene('framework-review');
  await expect(scene.plan({ slug: 'look', pipeline: 'framework-review' })).rejects.toThrow(
    'begins when no main run is on',
  );
  expect(await scene.app.store.tasks.inRun(scene.scope.run)).toEqual([]);
});
