import { isTestFile } from '../../domain/checks/test-files.ts';
import type { ChangedPath, Evidence } from '../../domain/evidence.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { LOOP_WORDS } from '../../domain/worker/loop-words.ts';
import { lastWord } from '../../engine/command-job.ts';
import type { App } from '../app.ts';
import { nextBriefedPrompt } from '../jobs/role-prompt.ts';
import type { RunScope } from '../run-scope.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { leftByRuns } from './left-by-runs.ts';

type Needs = Pick<App, 'store' | 'git' | 'settings' | 'pipelines'>;

/**
 * What the stage's role has done to the branch since another role left it last; from the beginning where no other one has worked.
 * What it took over from main is not its own.
 * @param base the commit where the branch left main
 */
export const ownChanges = async (app: Needs, task: Task, base: string, head: string): Promise<Evidence['own']> => {
  const role = roleOf(app, task);
  return { role, changes: await changesSince(app, await leftByOthers(app, task, role), base, head) };
};

/** The tests that the stage's role found, and has changed or deleted: others wrote them, on this branch or on main (INV-3). */
export const changedTests = async (
  app: Needs,
  task: Task,
  base: string,
  head: string,
): Promise<Evidence['ownTests']> => {
  const role = roleOf(app, task);
  const left = await leftByOthers(app, task, role);
  const paths = (await changesSince(app, left, base, head))
    .filter(({ status, path }) => status !== 'A' && isTestFile(path))
    .map(({ path }) => path);
  const { mainPath } = app.settings.layout;
  return { role, paths, diff: paths.length === 0 ? '' : await app.git.diffText(mainPath, left ?? base, head, paths) };
};

const roleOf = (app: Needs, task: Task): string | null => stageOf(pipelineOf(app, task), task.stage)?.role ?? null;

/** The paths that differ since a commit, and in which the branch differs from main now, or did then: a test that is gone too. */
const changesSince = async (
  { git, settings }: Needs,
  left: string | null,
  base: string,
  head: string,
): Promise<readonly ChangedPath[]> => {
  const { mainPath } = settings.layout;
  const now = await git.diff(mainPath, base, head);
  if (left === null) return now;
  const fork = (await git.mergeBase(mainPath, base, left)) ?? base;
  const then = await git.diff(mainPath, fork, left);
  const ofBranch = new Set([...now, ...then].map(({ path }) => path));
  return (await git.diff(mainPath, left, head)).filter(({ path }) => ofBranch.has(path));
};

/** Where the newest work of another role left the branch; null where there was none. */
const leftByOthers = async (app: Needs, task: Task, role: string | null): Promise<string | null> =>
  (await leftByRuns(app, task)).findLast((run) => run.role !== role)?.head ?? null;

/** How the newest run of the stage's role ended, by the last line of what it said. */
export const completionOf = async (app: Pick<App, 'store'>, task: Task): Promise<Evidence['completion']> => {
  const work = task.works.find(({ stage }) => stage === task.stage);
  const job = work === undefined ? null : await app.store.jobs.get(work.job);
  if (job === null) return null;
  return { role: job.role, job: job.id, completed: lastWord(job.summary, LOOP_WORDS).keyword };
};

/** What is missing in what the next worker would be told. */
export const promptEvidence = async (app: App, scope: RunScope, task: Task): Promise<Evidence['prompt']> => {
  const prompt = await nextBriefedPrompt(app, task, scope.checks);
  return prompt === null ? null : { role: prompt.role, gaps: prompt.gaps };
};
