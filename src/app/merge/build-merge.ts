import type { Evidence } from '../../domain/evidence.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { checksAt } from '../gates/collect-evidence.ts';
import { baselineKey } from '../gates/run-checks.ts';
import { commitIdentity } from '../jobs/commit-identity.ts';
import type { RunScope } from '../run-scope.ts';
import { targetHead } from './target.ts';

/** A merge in the object store alone: its commit with the tree that `target` would hold, or the paths in conflict. */
export type BuiltMerge =
  | { readonly target: string; readonly commit: string; readonly tree: string; readonly conflicts: readonly [] }
  | { readonly target: string; readonly commit: null; readonly tree: null; readonly conflicts: readonly string[] };

/** Merges a task's branch into the present target without touching any ref, index or file (INV-10). */
export const buildMerge = async (app: App, run: Run, task: Task, head: string): Promise<BuiltMerge> => {
  const target = await targetHead(app, run);
  const { tree, conflicts } = await app.git.mergeTree(run.mainPath, target, head);
  if (tree === null) return { target, commit: null, tree, conflicts };
  const oneParent = run.delivery === 'patch-only' || app.settings.mergeStrategy === 'squash';
  const subject = oneParent ? task.title : `Merge ${task.branch}: ${task.title}`;
  const commit = await app.git.commitTree(run.mainPath, {
    tree,
    parents: oneParent ? [target] : [target, head],
    message: `${subject}\n\nTask: ${task.id}\n`,
    identity: await commitIdentity(app),
  });
  return { target, commit, tree, conflicts: [] };
};

/** The checks at the tree that main would hold. They are not run again on the very candidate that they have passed on (INV-2). */
export const checksOfMerge = async (
  app: App,
  scope: RunScope,
  task: Task,
  merge: Extract<BuiltMerge, { commit: string }>,
): Promise<Evidence['mergeChecks']> => {
  if (merge.tree === task.candidate) return checksOfCandidate(scope, task);
  const checks = await checksAt(app, scope, task, merge.commit);
  if (checks !== 'none' && checks.every((check) => check.exitCode === 0)) {
    // Main will hold this tree: its baseline is known already.
    const baseline = { key: baselineKey(merge.tree, scope.checks), tree: merge.tree, checks };
    await app.store.commit([{ type: 'save-baseline', baseline }]);
  }
  return checks;
};

const checksOfCandidate = (scope: RunScope, task: Task): Evidence['mergeChecks'] => {
  if (scope.checks.length === 0) return 'none';
  const verdict = task.verdicts.find((v) => v.gate === 'checks-green' && v.candidate === task.candidate);
  return verdict?.evidence.checks ?? [];
};
