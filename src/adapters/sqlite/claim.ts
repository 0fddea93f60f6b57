import type { Job } from '../../domain/job.ts';
import type { ClaimOrder, JobQueue, JobWorker } from '../../ports/coordination.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';
import { assertRegistered } from './orchestrators.ts';
import { saveVersion } from './versions.ts';

/** The table `jobs` as a queue that processes share. */
export const createQueue = (connection: Connection, jobs: Documents<Job>): JobQueue => {
  const save = (job: Job): Job => {
    saveVersion(connection, 'jobs', job);
    return { ...job, version: job.version + 1 };
  };

  const nextAvailableAt = (queue: string): number | null =>
    connection.statement<{ readonly next: number }>(NEXT_AVAILABLE).get(queue)?.next ?? null;

  const hasWork = ({ queue, at }: ClaimOrder): boolean =>
    connection.statement(ANY_READY).get(queue) !== undefined ||
    (nextAvailableAt(queue) ?? Number.POSITIVE_INFINITY) <= at;

  const promote = ({ queue, at }: ClaimOrder): void => {
    for (const job of jobs.many(DUE, queue, at)) save({ ...job, availableAt: null });
  };

  const findReady = (order: ClaimOrder, most: number): readonly Job[] => {
    const { queue, maxPerProject = {}, workers = EVERY_WORKER } = order;
    const busy = busyProjects(connection, maxPerProject);
    if (busy.length === 0 && workers === EVERY_WORKER) return jobs.many(NEXT_READY, queue, most);
    const [pick, kinds] = 'only' in workers ? [NEXT_FOR, workers.only] : [NEXT_BESIDE, workers.without];
    const names = JSON.stringify(kinds.map((kind) => kind ?? NO_KIND));
    return jobs.many(pick, queue, JSON.stringify(busy), names, most);
  };

  /** What is due, as far as the limits leave room. */
  const claimReady = (order: ClaimOrder, most: number): readonly Job[] => {
    const room = order.maxRunning === undefined ? most : Math.min(most, order.maxRunning - countRunning(connection));
    // Each job that is claimed may be the last one that its project's limit allows.
    const atOnce = Object.keys(order.maxPerProject ?? {}).length === 0 ? room : 1;
    const claimed: Job[] = [];
    while (claimed.length < room) {
      const ready = findReady(order, Math.min(atOnce, room - claimed.length));
      if (ready.length === 0) break;
      for (const job of ready)
        claimed.push(save({ ...job, status: 'running', startedAt: order.at, claimedBy: order.by }));
    }
    return claimed;
  };

  return {
    claim: async (order, most) => {
      // Most looks find nothing: those take no lock from the ones who write.
      if (!(await connection.read(() => hasWork(order)))) return [];
      return connection.write(() => {
        assertRegistered(connection, order.by);
        promote(order);
        return claimReady(order, most);
      });
    },
    workersWanted: (queue, at) =>
      connection.read(() =>
        connection
          .statement<{ readonly worker: JobWorker }>(WORKERS_WANTED)
          .all(queue, queue, at)
          .map(({ worker }) => worker),
      ),
    nextAvailableAt: (queue) => connection.read(() => nextAvailableAt(queue)),
  };
};

/** How much runs in the whole home: agents, and commands of people. Call it inside `read` or `write`. */
export const countRunning = (connection: Connection): number =>
  connection.statement<CountRow>(RUNNING).get()?.count ?? 0;

const busyProjects = (connection: Connection, limits: Readonly<Record<string, number>>): readonly string[] => {
  const running = connection.statement<CountRow>(RUNNING_IN_PROJECT);
  return Object.entries(limits)
    .filter(([project, most]) => (running.get(project)?.count ?? 0) >= most)
    .map(([project]) => project);
};

/** How a job without a kind of its own is named in a query: an IN never finds a NULL. */
const NO_KIND = '';

const EVERY_WORKER = { without: [] } as const;

interface CountRow {
  readonly count: number;
}

// `+?`, because a bare parameter makes SQLite plan a statement anew each time, which takes longer than most of these.
const QUEUED = `WHERE status = 'queued' AND queue = +? AND waits_for IS NULL`;
const READY = `${QUEUED} AND available_at IS NULL`;
const IN_ORDER = 'ORDER BY priority DESC, seq LIMIT +?';

const ANY_READY = `SELECT 1 FROM jobs ${READY} LIMIT 1`;
const NEXT_READY = `${READY} ${IN_ORDER}`;
const BESIDE_BUSY = `${READY} AND project NOT IN (SELECT value FROM json_each(?))`;
const KIND = `coalesce(worker, '')`;
const NEXT_BESIDE = `${BESIDE_BUSY} AND ${KIND} NOT IN (SELECT value FROM json_each(?)) ${IN_ORDER}`;
const NEXT_FOR = `${BESIDE_BUSY} AND ${KIND} IN (SELECT value FROM json_each(?)) ${IN_ORDER}`;

const WORKERS_WANTED = `
  SELECT worker FROM jobs ${READY}
  UNION SELECT worker FROM jobs ${QUEUED} AND available_at <= +?`;

const NEXT_AVAILABLE = `
  SELECT available_at AS next FROM jobs ${QUEUED} AND available_at IS NOT NULL ORDER BY available_at LIMIT 1`;

/** So many at most, that no claim is held up by all the jobs that an outage put off to one moment. */
const DUE = `${QUEUED} AND available_at <= +? ORDER BY available_at LIMIT 200`;

const RUNNING = `
  SELECT (SELECT count(*) FROM jobs WHERE status = 'running')
    + (SELECT count(*) FROM command_jobs WHERE status = 'running') AS count`;

const RUNNING_IN_PROJECT = `SELECT count(*) AS count FROM jobs WHERE status = 'running' AND project = +?`;
