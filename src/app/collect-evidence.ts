import { changedCheckText } from '../domain/check-text.ts';
import type { Evidence, EvidenceKind } from '../domain/evidence.ts';
import type { Task } from '../domain/task.ts';
import type { App } from './app.ts';
import { runChecks } from './run-checks.ts';
import type { RunScope } from './run-scope.ts';
import { loadRun } from './save-run.ts';
import { targetHead } from './target.ts';
import { uncommittedWork } from './uncommitted-work.ts';
import { worktreePath } from './worktree-path.ts';

/** A task whose branch exists: the candidate that gates are asked about. */
export interface Candidate {
  readonly task: Task;
  readonly head: string;
}

/** Collects what a gate needs to see; the merge's evidence comes from the integration that built it. */
export const collectEvidence = async (
  app: App,
  scope: RunScope,
  candidate: Candidate,
  kinds: readonly EvidenceKind[],
): Promise<Partial<Evidence>> => {
  if (kinds.every((kind) => kind === 'merge' || kind === 'mergeChecks')) return {};
  const { task, head } = candidate;
  const { mainPath: main, base } = await placeOf(app, candidate);
  // A branch that has nothing in common with main cannot be looked at: its gates find no evidence (INV-13).
  if (base === null) return {};
  const path = worktreePath(app, task.worktree);
  return {
    ...(kinds.includes('diff') ? { diff: await app.git.diff(main, base, head) } : {}),
    ...(kinds.includes('worktree') ? { worktree: await uncommittedWork(app, task.worktree, path) } : {}),
    ...(kinds.includes('checkText') ? { checkText: await checkTextBetween(app, scope, base, head) } : {}),
    ...(kinds.includes('checks') ? { checks: await checksAt(app, scope, task, head) } : {}),
  };
};

/** The checks at one commit, with what is red on main too marked as such; `none` when the person says there are none. */
export const checksAt = async (app: App, scope: RunScope, task: Task, commit: string): Promise<Evidence['checks']> => {
  if (scope.checks.length === 0) return 'none';
  const baseline = await scope.baseline;
  const order = { run: scope.run, task: task.id, commit, checks: scope.checks, baseline, signal: scope.signal };
  return runChecks(app, order);
};

/** Where the candidate left the line that it will be merged into; null where it never was on it. */
const placeOf = async (app: App, candidate: Candidate): Promise<{ mainPath: string; base: string | null }> => {
  const run = await loadRun(app, candidate.task.run);
  const base = await app.git.mergeBase(run.mainPath, await targetHead(app, run), candidate.head);
  return { mainPath: run.mainPath, base };
};

/** What one commit changes of the checks against another: the branch against where it left main, or a merge against main. */
export const checkTextBetween = async (
  app: App,
  scope: RunScope,
  from: string,
  to: string,
): Promise<Evidence['checkText']> => {
  const { mainPath: main } = app.settings.layout;
  const diff = await app.git.diff(main, from, to);
  const file = async (path: string) => ({
    before: await app.git.show(main, from, path),
    after: diff.some((entry) => entry.path === path) ? await app.git.show(main, to, path) : null,
  });
  const paths = changedCheckText({
    checks: scope.checks,
    diff,
    packageJson: await file('package.json'),
    pyproject: await file('pyproject.toml'),
  });
  return { paths, diff: paths.length === 0 ? '' : await app.git.diffText(main, from, to, paths) };
};
