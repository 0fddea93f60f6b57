import type { Evidence } from '../../domain/evidence.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { Identity, MergeTreeResult } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { checksAt } from '../gates/checks-at.ts';
import { fixedPaths } from '../gates/fixed-paths.ts';
import { baselineKey } from '../gates/run-checks.ts';
import { commitIdentity } from '../jobs/commit-identity.ts';
import { withTaskSections } from '../run-document/shared-sections.ts';
import type { RunScope } from '../run-scope.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { targetHead } from './target.ts';

/** A merge in the object store alone: its commit with the tree that `target` would hold, or the paths in conflict. */
export type BuiltMerge =
  | { readonly target: string; readonly commit: string; readonly tree: string; readonly conflicts: readonly [] }
  | { readonly target: string; readonly commit: null; readonly tree: null; readonly conflicts: readonly string[] };

/** Merges a task's branch into the present target without touching any ref, index or file (INV-10). */
export const buildMerge = async (app: App, run: Run, task: Task, head: string): Promise<BuiltMerge> => {
  const target = await targetHead(app, run);
  const identity = await commitIdentity(app);
  const fixed = fixedPaths(pipelineOf(app, task));
  const { tree: merged, conflicts } = await mergeOf(app, run, { target, head, fixed, identity });
  if (merged === null) return { target, commit: null, tree: merged, conflicts };
  const tree = await withDocuments(app, run, { task, target, merged });
  const oneParent = run.delivery === 'patch-only' || app.settings.mergeStrategy === 'squash';
  const subject = oneParent ? task.title : `Merge ${task.branch}: ${task.title}`;
  const commit = await app.git.commitTree(run.mainPath, {
    tree,
    parents: oneParent ? [target] : [target, head],
    message: `${subject}\n\nTask: ${task.id}\n`,
    identity,
  });
  return { target, commit, tree, conflicts: [] };
};

/**
 * The tree with a section about the task in each document that tasks share (INV-2): what main has of it is kept, so that two tasks that
 * merge one after the other both stand in it and never meet in a conflict. Patches leave the repository's own documents alone.
 */
const withDocuments = async (
  app: App,
  run: Run,
  { task, target, merged }: { task: Task; target: string; merged: string },
): Promise<string> => {
  if (run.delivery === 'patch-only') return merged;
  const before = (name: string) => app.git.show(run.mainPath, target, name);
  const documents = await withTaskSections(app, task, before, app.clock.now());
  return Object.keys(documents).length === 0 ? merged : app.git.treeWith(run.mainPath, merged, documents);
};

/**
 * The merged tree. Documents at fixed paths are the task's own in it: every task writes them anew, so that a merge of two would only
 * be in conflict, or mix what two tasks say.
 */
const mergeOf = async (
  { git }: Pick<App, 'git'>,
  { mainPath }: Run,
  { target, head, fixed, identity }: { target: string; head: string; fixed: readonly string[]; identity: Identity },
): Promise<MergeTreeResult> => {
  const texts = await Promise.all(fixed.map((path) => git.show(mainPath, head, path)));
  const own = fixed.flatMap((path, place) => {
    const text = texts[place] ?? null;
    return text === null ? [] : [[path, text] as const];
  });
  if (own.length === 0) return git.mergeTree(mainPath, target, head);
  const paths = own.map(([path]) => path);
  const [ours, theirs] = await Promise.all(
    [target, head].map(async (commit) =>
      git.commitTree(mainPath, {
        ...{ tree: await git.treeWithout(mainPath, commit, paths), parents: [commit], message: 'without documents' },
        identity,
      }),
    ),
  );
  const merged = await git.mergeTree(mainPath, ours ?? target, theirs ?? head);
  if (merged.tree === null) return merged;
  return { tree: await git.treeWith(mainPath, merged.tree, Object.fromEntries(own)), conflicts: [] };
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
