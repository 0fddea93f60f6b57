import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { openStore } from '../../src/adapters/sqlite/open.ts';
import { isOurMarker } from '../../src/app/home/marker.ts';
import { isActive, type Job } from '../../src/domain/job.ts';
import type { StoredEntry } from '../../src/domain/journal.ts';
import type { RunReport } from '../../src/domain/report.ts';
import type { Task } from '../../src/domain/task.ts';
import type { Store } from '../../src/ports/store.ts';
import { readCalls, SLUGS } from './lead-script.ts';
import type { Scene } from './scene.ts';

/** A job may be cut off once and run once more. */
const MOST_EXECUTIONS = 2;

/**
 * What does not hold after a run was killed and resumed to its end: INV-7, INV-8, INV-10.
 * @param report what the last start reported; null when it found nothing left to do
 */
export const findViolations = async (scene: Scene, report: RunReport | null): Promise<readonly string[]> => {
  const store = await openStore({ file: scene.loaded.settings.layout.databaseFile, readonly: true });
  try {
    return [
      ...reportViolations(report),
      ...(await stateViolations(scene, store)),
      ...repositoryViolations(scene),
      ...processViolations(scene),
      ...workerViolations(scene.ledger()),
      ...conversationViolations(scene),
    ];
  } finally {
    await store.close();
  }
};

/** Named statements that have to be true; the names of those that are not. */
const untrue = (statements: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(statements).flatMap(([statement, holds]) => (holds ? [] : [`not so: ${statement}`]));

const reportViolations = (report: RunReport | null): readonly string[] =>
  report === null
    ? []
    : untrue({
        [`the report says done (${report.status})`]: report.status === 'done',
        'the report has both tasks merged':
          report.tasks.length === SLUGS.length && report.tasks.every(({ status }) => status === 'merged'),
      });

const stateViolations = async (scene: Scene, store: Store): Promise<readonly string[]> => {
  const runs = await store.runs.list();
  const tasks = await store.tasks.list();
  const [run] = runs;
  if (run === undefined || runs.length > 1) return [`there are ${runs.length} runs`];
  const journal = await store.journal.after(run.id, 0);
  const jobs = await store.jobs.inRun(run.id);
  return [
    ...untrue({
      [`the run is done (${run.status})`]: run.status === 'done',
      'main is recorded where it is': run.mainHead === scene.git('rev-parse', 'main'),
      'there are two tasks, one of each slug':
        tasks
          .map(({ slug }) => slug)
          .sort()
          .join() === [...SLUGS].sort().join(),
      'no job is left over': jobs.every(({ status }) => !isActive(status)),
      'no move is left over': (await store.moves.unfinished()).length === 0,
    }),
    ...tasks.flatMap((task) =>
      taskViolations(
        task,
        journal.filter((entry) => entry.task === task.id),
      ),
    ),
    ...tasks.flatMap((task) => checkViolations(scene, task)),
    ...jobs.flatMap((job) => outcomeViolations(job, journal)),
    ...callsStarted(journal),
  ];
};

/** INV-1, INV-7: every saved state of a task has its event, and each event begins where the one before it ended. */
const taskViolations = (task: Task, entries: readonly StoredEntry[]): readonly string[] => {
  const steps = entries.filter(({ data }) => data.event !== undefined);
  const gaps = steps.filter(({ data }, index) => index > 0 && !sameText(data.from, steps[index - 1]?.data.to));
  return untrue({
    [`${task.slug} is merged (${task.state.status})`]: task.state.status === 'merged',
    [`${task.slug} has as many events (${steps.length}) as saved states (${task.version})`]:
      steps.length === task.version,
    [`the events of ${task.slug} follow one from another`]: gaps.length === 0,
    [`the last event of ${task.slug} led to where it is`]: sameText(steps.at(-1)?.data.to, {
      stage: task.stage,
      status: task.state.status,
    }),
    [`${task.slug} was merged once`]: steps.filter(({ type }) => type === 'merged').length === 1,
  });
};

const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const endOf = ({ type, data }: StoredEntry): unknown =>
  type === 'job-ended' ? (data.event as { readonly job: string }).job : null;

/** A job has one outcome; it is called off, and has none, when a task that its own one depends on will not be merged. */
const outcomeViolations = ({ id, status }: Job, journal: readonly StoredEntry[]): readonly string[] => {
  const outcomes = journal.filter((entry) => endOf(entry) === id).length;
  return untrue({
    [`${id} (${status}) has one outcome (${outcomes})`]: outcomes === 1 || (status === 'cancelled' && outcomes === 0),
  });
};

/** A command of the lead is started once at the most, whatever came between. */
const callsStarted = (journal: readonly StoredEntry[]): readonly string[] => {
  const calls = journal.filter(({ type }) => type === 'command-started').map(({ data }) => String(data.call));
  return calls.length === new Set(calls).size ? [] : [`a command was started twice: ${calls.join(', ')}`];
};

const repositoryViolations = (scene: Scene): readonly string[] => {
  const subjects = scene.git('log', '--first-parent', '--format=%s', 'main').split('\n');
  const merges = scene.git('rev-list', '--merges', '--first-parent', 'main').split('\n').filter(Boolean);
  const locks = readdirSync(join(scene.main, '.git'), { recursive: true, encoding: 'utf8' });
  return untrue({
    [`main holds each merge once (${subjects.join(', ')})`]:
      merges.length === SLUGS.length &&
      subjects.length === SLUGS.length + 1 &&
      new Set(subjects).size === subjects.length,
    'both files are in main': SLUGS.every((slug) => scene.git('show', `main:${slug}.txt`) === slug),
    [`main's checkout is clean (${scene.git('status', '--porcelain')})`]: scene.git('status', '--porcelain') === '',
    'git fsck finds nothing': fsck(scene) === '',
    [`only main's worktree is left (${scene.git('worktree', 'list')})`]:
      scene.git('worktree', 'list', '--porcelain').match(/^worktree /gm)?.length === 1,
    [`only main's branch is left (${scene.git('branch')})`]:
      scene.git('branch', '--format=%(refname:short)') === 'main',
    'no lock is left': !locks.some((name) => name.endsWith('.lock')),
  });
};

/** What nothing refers to any more is no damage. */
const fsck = (scene: Scene): string => {
  try {
    return scene.git('fsck', '--strict', '--no-dangling', '--no-progress');
  } catch (error) {
    return String(error);
  }
};

/** INV-3, INV-10: the harness itself saw the checks green on what it merged, and they are green on what main holds. */
const checkViolations = ({ main }: Scene, task: Task): readonly string[] => {
  const verdict = task.verdicts.find(({ gate }) => gate === 'merge-checks-green');
  const checks = verdict?.evidence.checks ?? [];
  return untrue({
    [`the checks of the merge of ${task.slug} were seen green`]:
      verdict?.outcome === 'pass' && checks.length > 0 && checks.every(({ exitCode }) => exitCode === 0),
    'the check is green in main': spawnSync('node', ['check.mjs'], { cwd: main, env: { PATH: env.PATH } }).status === 0,
  });
};

/** INV-8: nothing that carries our marker or stands in our directories is alive. */
const processViolations = (scene: Scene): readonly string[] =>
  findOrphans(scene).map(({ pid, command }) => `process ${pid} is still alive: ${command}`);

export const findOrphans = ({ base, loaded }: Scene): readonly { readonly pid: number; readonly command: string }[] => {
  const isOurs = isOurMarker(loaded);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const marker = /(?:^|\0)ORCHESTRATOR_JOB=([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1];
        const stands = command !== '' && readlinkSync(`/proc/${pid}/cwd`).startsWith(base);
        return stands || (marker !== undefined && isOurs(marker)) ? [{ pid: Number(pid), command }] : [];
      } catch {
        // Gone meanwhile, or another person's.
        return [];
      }
    });
};

/** Lines of workers: `start J-1 task-hello <pid>`. */
const workerViolations = (ledger: readonly string[]): readonly string[] => {
  const started = ledger.filter((line) => line.startsWith('start ')).map((line) => line.split(' ')[1] ?? '');
  const tooOften = [...new Set(started)].filter(
    (job) => started.filter((other) => other === job).length > MOST_EXECUTIONS,
  );
  return [
    ...ledger.filter((line) => line.startsWith('overlap')).map((line) => `two workers in one worktree: ${line}`),
    ...tooOften.map((job) => `${job} was executed more than ${MOST_EXECUTIONS} times`),
  ];
};

/** Every request of the lead holds exactly one answer for each call, and none changes afterwards. */
const conversationViolations = ({ server }: Scene): readonly string[] => {
  const answers = new Map<string, string>();
  const wrong = server.requests.flatMap(({ body }) =>
    readCalls(body).flatMap(({ id, answer, answers: count }) => {
      const text = JSON.stringify(answer);
      const before = answers.get(id) ?? text;
      answers.set(id, text);
      return [
        ...(count === 1 ? [] : [`${id} has ${count} answers at once`]),
        ...(before === text ? [] : [`${id} has two answers`]),
      ];
    }),
  );
  return [...new Set(wrong), ...server.unexpected];
};
