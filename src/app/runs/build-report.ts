import type { MainMove, StoredEntry } from '../../domain/journal.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { RunReport } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { CheckRun, Verdict } from '../../domain/verdict/verdict.ts';
import type { App } from '../app.ts';
import { missingSkills } from '../jobs/linked-skills.ts';
import { fullAccessNotices } from '../jobs/note-launch.ts';
import { patchDirectory } from '../merge/deliver-patch.ts';
import { BY_PERSON } from '../merge/known-moves.ts';
import { planReport } from '../plans/plan-report.ts';
import { finalReportIn } from '../run-document/finish-run.ts';
import { unsentNotices } from '../run-document/unsent.ts';
import { taskReports } from '../tasks/task-report.ts';
import { decisionsIn } from './decisions-in.ts';
import { findNotVerified } from './find-not-verified.ts';
import { nextSteps } from './next-steps.ts';
import { runUsage } from './run-usage.ts';
import { loadRun } from './save-run.ts';

type Needs = Pick<App, 'store' | 'git' | 'settings' | 'files' | 'clock'>;

/**
 * What a run did, from what the store and git hold; nothing that the model said counts but its summary.
 * @param items the tasks of a plan as the store has them, where somebody has them at hand: ten thousand need not be there twice
 */
export const buildReport = async (
  app: Needs,
  id: string,
  notices: readonly string[],
  items?: readonly PlanItem[],
): Promise<RunReport> => {
  const run = await loadRun(app, id);
  const [all, commands, journal, questions] = await Promise.all([
    app.store.tasks.inRun(id),
    app.store.commands.inRun(id),
    app.store.journal.after(id, 0),
    app.store.questions.inRun(id),
  ]);
  const tasks = all.filter(({ versionOf }) => versionOf === null);
  const open = questions.filter(({ state }) => state.status === 'open');
  const tests = checksRun(journal);
  // A run whose repository was taken away still has to be reported.
  const files = await filesReached(app, run).catch(() => null);
  return {
    run: id,
    status: run.status,
    summary: run.summary,
    commands: commands.map(({ worktree, argv, decision, exitCode, durationMs }) => ({
      worktree,
      argv,
      decision,
      exitCode,
      durationMs,
    })),
    ...(await (run.kind === 'plan' ? planReport(app, run, tasks, tests, items) : tasksTold(app, tasks, tests))),
    files: files ?? [],
    usage: await runUsage(app, run),
    durationMs: (run.endedAt ?? app.clock.now()) - run.createdAt,
    goal: run.goal,
    dryRun: app.settings.dryRun,
    questions: open.map(({ id: question, task, text, options }) => ({ id: question, task, text, options })),
    notVerified: [
      ...findNotVerified(run, tasks, journal),
      ...(files === null ? ['Which files reached main: git could not be asked.'] : []),
    ],
    decisions: decisionsIn(journal),
    notices: [...notices, ...fullAccessNotices(journal), ...missingSkills(journal), ...unsentNotices(journal)],
    ...finalOf(journal),
    next: nextSteps(run, tasks, open),
  };
};

const tasksTold = async (
  app: Needs,
  tasks: readonly Task[],
  tests: RunReport['tests'],
): Promise<Pick<RunReport, 'plan' | 'tasks' | 'tests'>> => ({
  tests,
  plan: tasks.map(({ id: task, title, dependsOn }) => ({ id: task, title, dependsOn })),
  tasks: await taskReports(app, tasks),
});

/** Writes `report.md` and `report.json` into the run's folder; the second one only when the first is there (`isReported`). */
export const writeReport = async (app: Needs & Pick<App, 'reportText'>, report: RunReport): Promise<void> => {
  const folder = `${app.settings.layout.home}/runs/${report.run}`;
  await app.files.write(`${folder}/report.md`, app.reportText(report));
  await app.files.writeJson(`${folder}/report.json`, report);
};

/** Every run of a check that the journal holds, once: a red one that was repaired later is told too. */
const checksRun = (journal: readonly StoredEntry[]): RunReport['tests'] => {
  const runs = journal.flatMap(({ type, task, data }) => checksIn(type, data).map((check) => ({ task, check })));
  const once = new Map(runs.map((run) => [JSON.stringify(run), run]));
  return [...once.values()].map(({ task, check }) => ({ task, command: check.command, exitCode: check.exitCode }));
};

const checksIn = (type: string, data: StoredEntry['data']): readonly CheckRun[] => {
  if (type === 'baseline-checked') return (data.checks ?? []) as readonly CheckRun[];
  if (type !== 'gates-answered') return [];
  const { verdicts } = data.event as { readonly verdicts: readonly Verdict[] };
  return verdicts.flatMap(({ evidence }) => evidence.checks ?? []);
};

/** The five items, where a task of the run was delivered with them. */
const finalOf = (journal: readonly StoredEntry[]): Pick<RunReport, 'final'> => {
  const final = finalReportIn(journal);
  return final === null ? {} : { final };
};

/** What deliveries brought about: files that main has now, or patches that lie ready. */
const filesReached = async (app: Needs, run: Run): Promise<readonly string[]> => {
  const moves = await app.store.moves.inRun(run.id);
  const deliveries = moves.filter(({ state, by }) => state === 'done' && by !== BY_PERSON);
  const files = await Promise.all(
    deliveries.map((move) => (run.delivery === 'patch-only' ? patchesOf(app, move) : filesOf(app, run, move))),
  );
  return [...new Set(files.flat())].sort();
};

const patchesOf = async (app: Needs, { run, task }: MainMove): Promise<readonly string[]> => {
  const folder = patchDirectory(app.settings.layout.home, run, task);
  return (await app.files.list(folder)).map((file) => `${folder}/${file}`);
};

const filesOf = async (app: Needs, { mainPath }: Run, { from, to }: MainMove): Promise<readonly string[]> =>
  (await app.git.diff(mainPath, from, to)).map(({ path }) => path);
