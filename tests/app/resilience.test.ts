import { rmSync, symlinkSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { createFiles } from '../../src/adapters/files.ts';
import { statusView } from '../../src/app/home/status-view.ts';
import { claimJobs } from '../../src/app/jobs/claim-jobs.ts';
import { preflightWorker } from '../../src/app/jobs/preflight-worker.ts';
import { updateBreaker } from '../../src/app/jobs/update-breaker.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { Job } from '../../src/domain/job.ts';
import { createProject } from '../../src/domain/project/project.ts';
import { afterAnswer, afterTransient, PAUSE_MS } from '../../src/domain/worker/breaker.ts';
import type { Store } from '../../src/ports/store.ts';
import type { WorkerCli, WorkerProbe } from '../../src/ports/worker.ts';
import { createGitRepository } from '../helpers/git-repository.ts';
import { createOrchestrator } from '../helpers/orchestrator.ts';
import { createJob, createRun, createTask, createTestHome, createTestStore } from '../helpers/store.ts';

const READY: WorkerProbe = { ready: true, version: 'codex 1.0.0', problem: null, fix: null };
const LOGGED_OUT: WorkerProbe = { ready: false, version: null, problem: 'not logged in', fix: 'codex login' };

/** A process of a home: its own clock to set, the store shared. */
const createProcess = (store: Store) => {
  const state = { now: 1_763_700_000_000, probes: 0, probe: READY };
  const env = { ORCHESTRATOR_BASE_DIR: createGitRepository().base };
  const { settings } = loadSettings({ env, cwd: '/', flags: {}, productRoot: '/nowhere' });
  const worker: WorkerCli = {
    kind: 'codex',
    invocation: () => ({ argv: [], env: {} }),
    readEvent: () => null,
    conclude: () => {
      throw new Error('nothing ran');
    },
    probe: async () => {
      state.probes += 1;
      return state.probe;
    },
  };
  return {
    state,
    app: { store, worker, clock: { ...systemClock, now: () => state.now }, files: createFiles(), settings },
  };
};

describe('preflight of a worker (MA-072)', () => {
  it('is looked at once a minute, by one process for all', async () => {
    const store = await createTestStore();
    const [one, other] = [createProcess(store), createProcess(store)];
    one.state.probe = LOGGED_OUT;
    expect(await preflightWorker(one.app)).toMatchObject(LOGGED_OUT);
    one.state.now += 59_999;
    other.state.now = one.state.now;
    expect(await preflightWorker(one.app)).toMatchObject({ ready: false });
    expect(await preflightWorker(other.app)).toMatchObject({ ready: false });
    expect([one.state.probes, other.state.probes]).toEqual([1, 0]);
    other.state.now += 1;
    expect(await preflightWorker(other.app)).toMatchObject({ ready: true });
    expect(other.state.probes).toBe(1);
  });

  it('a clock that was set back does not keep an old answer for ever', async () => {
    const { state, app } = createProcess(await createTestStore());
    await preflightWorker(app);
    state.now -= 3_600_000;
    await preflightWorker(app);
    expect(state.probes).toBe(2);
  });

  it('is told by status, with what is wrong', async () => {
    const store = await createTestStore();
    const { state, app } = createProcess(store);
    expect((await statusView({ store }, async () => true)).resilience).toEqual({
      preflight: 'not probed',
      breakers: {},
    });
    await preflightWorker(app);
    expect((await statusView({ store }, async () => true)).resilience.preflight).toBe('ok');
    state.now += 60_000;
    state.probe = LOGGED_OUT;
    await preflightWorker(app);
    expect((await statusView({ store }, async () => true)).resilience.preflight).toBe('codex: not logged in');
  });
});

describe('the breaker as processes share it (MA-076)', () => {
  it('opens for all of them, and after the pause one alone is let through', async () => {
    const { store, processes } = await createHome();
    const [one, other] = processes;
    const claim = ({ app }: typeof one) => claimJobs(app, 'run-1', 1);
    const fail = ({ state, app }: typeof one) =>
      updateBreaker(app, 'codex', (breaker) => afterTransient(breaker, state.now));
    for (const process of [one, other, one, other, one]) {
      expect(await claim(process)).toHaveLength(1);
      await fail(process);
    }
    expect(await claim(other)).toEqual([]);
    expect((await statusView({ store }, async () => true)).resilience.breakers).toEqual({ codex: 'open' });
    for (const { state } of processes) state.now += PAUSE_MS;
    const claimed = await Promise.all([one, other, one].map(claim));
    expect(claimed.flat()).toHaveLength(1);
    await updateBreaker(other.app, 'codex', afterAnswer);
    expect((await statusView({ store }, async () => true)).resilience.breakers).toEqual({ codex: 'closed' });
    expect(await claim(one)).toHaveLength(1);
  });

  it('a trial for which no job was due is there for the next one', async () => {
    const { store, processes } = await createHome();
    const [one, other] = processes;
    await store.breakers.save({ kind: 'codex', version: 0, state: 'open', until: one.state.now });
    expect(await claimJobs(one.app, 'no such queue', 2)).toEqual([]);
    expect(await claimJobs(other.app, 'run-1', 2)).toHaveLength(1);
    expect(await claimJobs(one.app, 'run-1', 2)).toEqual([]);
  });

  it('an answer while it is closed writes nothing', async () => {
    const { store, processes } = await createHome();
    const [{ app, state }] = processes;
    await updateBreaker(app, 'codex', afterAnswer);
    expect(await store.breakers.list()).toEqual([]);
    await updateBreaker(app, 'codex', (breaker) => afterTransient(breaker, state.now));
    await updateBreaker(app, 'codex', afterAnswer);
    expect(await store.breakers.list()).toMatchObject([{ state: 'closed', failures: 0, version: 2 }]);
  });
});

describe('what bounds a claim', () => {
  const jobs = async (app: Parameters<typeof claimJobs>[0], ...more: readonly Partial<Job>[]) =>
    app.store.commit(
      more.map((job, n) => ({ type: 'insert-job', job: createJob({ queue: 'q', id: `K-${n}`, ...job }) }) as const),
    );
  const ids = async (claim: Promise<readonly Job[]>) => (await claim).map(({ id }) => id);

  it('a kind of worker that is given a rest holds up its own jobs alone, and is tried with one', async () => {
    const { store, processes } = await createHome();
    const [{ app, state }] = processes;
    await jobs(app, { worker: 'claude', priority: 1 }, {}, { worker: 'claude' }, { worker: 'codex' });
    await store.breakers.save({ kind: 'claude', version: 0, state: 'open', until: state.now + 1 });
    expect(await ids(claimJobs(app, 'q', 9))).toEqual(['K-1', 'K-3']);
    state.now += 1;
    expect(await ids(claimJobs(app, 'q', 9))).toEqual(['K-0']);
    expect(await ids(claimJobs(app, 'q', 9))).toEqual([]);
    await updateBreaker(app, 'claude', afterAnswer);
    expect(await ids(claimJobs(app, 'q', 9))).toEqual(['K-2']);
  });

  it('a kind that is not ready keeps its own jobs queued', async () => {
    const { processes } = await createHome();
    const [{ app }] = processes;
    await jobs(app, { worker: 'claude' }, {});
    expect(await ids(claimJobs(app, 'q', 9, async (kind) => kind === 'claude'))).toEqual(['K-0']);
    expect(await ids(claimJobs(app, 'q', 9, async (kind) => kind === 'codex'))).toEqual(['K-1']);
  });

  it('the number for the whole home holds for all its processes together (MA-069)', async () => {
    const { processes } = await createHome();
    const claims = (maxConcurrency: number | null) =>
      processes.map(({ app }) => {
        const settings = { ...app.settings, queue: { ...app.settings.queue, maxConcurrency } };
        return claimJobs({ ...app, settings }, 'run-1', 2);
      });
    expect((await Promise.all(claims(3))).flat()).toHaveLength(3);
    expect((await Promise.all(claims(3))).flat()).toHaveLength(0);
    expect((await Promise.all(claims(null))).flat()).toHaveLength(4);
  });

  it("a repository's own number is found under its real path, whoever claims", async () => {
    const { processes } = await createHome();
    const [{ app }] = processes;
    const real = await createTestHome();
    const link = `${real}-link`;
    symlinkSync(real, link);
    onTestFinished(() => rmSync(link));
    const projects = [createProject({ repo: 'shop', path: link, maxConcurrency: 1 })];
    const settings = { ...app.settings, projects };
    await jobs(app, { project: real }, { project: real }, {});
    expect(await ids(claimJobs({ ...app, settings }, 'q', 9))).toEqual(['K-0', 'K-2']);
  });
});

/** A home with queued jobs and two processes at work on it. */
const createHome = async () => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
    ...Array.from({ length: 9 }, (_, n) => ({ type: 'insert-job', job: createJob({ id: `J-${n}` }) }) as const),
  ]);
  const enter = async (id: string) => {
    await store.orchestrators.register(createOrchestrator({ id }));
    const { state, app } = createProcess(store);
    const during = async <T>(_: unknown, work: () => Promise<T>): Promise<T> => work();
    return { state, app: { ...app, presence: { id, lost: new AbortController().signal, during } } };
  };
  return { store, processes: [await enter('o-1'), await enter('o-2')] as const };
};
