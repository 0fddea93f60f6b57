import { changedCheckText, checkTextSources } from '../../domain/checks/check-text.ts';
import type { BeforeAfter } from '../../domain/checks/package-checks.ts';
import type { Evidence, EvidenceKind } from '../../domain/evidence.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { artifactNameOf, documentsOf, GATES, needsOf } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { lookAtCi } from '../forge/look-at-ci.ts';
import { lookAtReviews } from '../forge/look-at-reviews.ts';
import { mainRunOf } from '../home/run-lock.ts';
import { targetHead } from '../merge/target.ts';
import type { RunScope } from '../run-scope.ts';
import { loadRun } from '../runs/save-run.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { verifyCandidate } from '../verification/verify-candidate.ts';
import { uncommittedWork } from '../worktrees/uncommitted-work.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { completionOf, ownChanges, promptEvidence } from './collect-own.ts';
import { reviewOf } from './collect-review.ts';
import {
  artifactOf,
  decisionAt,
  documentsAt,
  judgedBy,
  readArtifact,
  scopeOf,
  stagingOf,
  testPlanOf,
  textEvidence,
  workItemOf,
} from './collect-work.ts';
import { documentsBetween } from './documents-between.ts';
import { fixedPaths } from './fixed-paths.ts';
import { reportOnBase } from './report-on-base.ts';
import { runChecks } from './run-checks.ts';

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
  gate: string,
): Promise<Partial<Evidence>> => {
  const kinds = needsOf(gate);
  return {
    ...(await stageEvidence(app, candidate.task, gate, kinds)),
    ...(kinds.some((kind) => BRANCH_EVIDENCE.has(kind)) ? await branchEvidence(app, scope, candidate, kinds) : {}),
    ...(kinds.includes('verification')
      ? { verification: await verifyCandidate(app, scope, candidate.task, candidate.head) }
      : {}),
    ...(kinds.includes('ci') ? { ci: await lookAtCi(app, candidate.task, candidate.head) } : {}),
    ...(kinds.includes('pullRequest') ? { pullRequest: await lookAtReviews(app, candidate.task) } : {}),
    ...(kinds.includes('review') ? { review: await reviewOf(app, candidate.task) } : {}),
    ...(kinds.includes('completion') ? { completion: await completionOf(app, candidate.task) } : {}),
    ...(kinds.includes('prompt') ? { prompt: await promptEvidence(app, scope, candidate.task) } : {}),
  };
};

/** What is seen by comparing the branch with the line that it will be merged into. */
const BRANCH_EVIDENCE: ReadonlySet<EvidenceKind> = new Set([
  ...(['diff', 'own', 'worktree', 'checkText', 'documentChanges', 'checks', 'size', 'secrets'] as const),
]);

const branchEvidence = async (
  app: App,
  scope: RunScope,
  candidate: Candidate,
  kinds: readonly EvidenceKind[],
): Promise<Partial<Evidence>> => {
  const { task, head } = candidate;
  const { mainPath: main, base } = await placeOf(app, candidate);
  // A branch that has nothing in common with main cannot be looked at: its gates find no evidence (INV-13).
  if (base === null) return {};
  const path = worktreePath(app, task.worktree);
  return {
    ...(kinds.includes('diff') ? { diff: await app.git.diff(main, base, head) } : {}),
    ...(kinds.includes('own') ? { own: await ownChanges(app, task, base, head) } : {}),
    ...(kinds.includes('worktree') ? { worktree: await uncommittedWork(app, task.worktree, path) } : {}),
    ...(kinds.includes('documentChanges') ? { documentChanges: await documentsBetween(app, main, base, head) } : {}),
    ...(kinds.includes('checkText') ? { checkText: await checkTextBetween(app, scope, base, head) } : {}),
    ...(kinds.includes('checks') ? { checks: await checksAt(app, scope, task, head) } : {}),
    ...(kinds.includes('size') || kinds.includes('secrets') ? await textEvidence(app, task, base, head) : {}),
  };
};

/** What belongs to the stage that the task is in: reports, documents, and what the configuration says of it. */
const stageEvidence = async (
  app: App,
  task: Task,
  gate: string,
  kinds: readonly EvidenceKind[],
): Promise<Partial<Evidence>> => {
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  const { mainPath } = app.settings.layout;
  const artifact = kinds.includes('artifact') ? artifactNameOf(gate) : null;
  return {
    ...(artifact === null ? {} : { artifact: await artifactFor(app, task, gate, artifact) }),
    ...(kinds.includes('workItem') ? { workItem: await workItemOf(app, mainPath, pipeline, task) } : {}),
    ...(kinds.includes('testPlan') ? { testPlan: await testPlanOf(app, mainPath, pipeline, task) } : {}),
    ...(kinds.includes('scope') && stage !== null ? { scope: await scopeOf(app, mainPath, task, stage) } : {}),
    ...(kinds.includes('judged') ? { judged: judgedBy(pipeline, task) } : {}),
    ...(kinds.includes('approval') ? { approval: { required: app.settings.approvals.analysis === 'required' } } : {}),
    ...(kinds.includes('staging') ? { staging: stagingOf(app) } : {}),
    ...(kinds.includes('documents') ? { documents: await documentsAt(app, mainPath, task, documentsOf(gate)) } : {}),
    ...(kinds.includes('decision')
      ? { decision: await decisionAt(app, mainPath, task, artifactNameOf(gate) ?? '') }
      : {}),
    ...(kinds.includes('fixedPaths') ? { fixedPaths: fixedPaths(pipeline) } : {}),
    ...(kinds.includes('mainRun') ? { mainRun: await mainRunOf(app) } : {}),
  };
};

/** The gate's report on the branch; where there is none and that may be, on the base ref. */
const artifactFor = async (app: App, task: Task, gate: string, name: string): Promise<Evidence['artifact']> => {
  const own = await artifactOf(app, app.settings.layout.mainPath, pipelineOf(app, task), task, name);
  if (own.status !== 'missing' || GATES.get(gate)?.onBase !== true) return own;
  const text = await reportOnBase(app, task, own.path);
  return text === null ? own : readArtifact(app.frontmatter, own.path, text);
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
  if (diff.length === 0) return { paths: [], diff: '' };
  const sources = checkTextSources(diff, await app.git.files(main, from));
  const read = async (path: string): Promise<[string, BeforeAfter]> => {
    const before = await app.git.show(main, from, path);
    const isChanged = diff.some((entry) => entry.path === path);
    return [path, { before, after: isChanged ? await app.git.show(main, to, path) : before }];
  };
  const texts = new Map(await Promise.all(sources.map(read)));
  const paths = changedCheckText({
    checks: scope.checks,
    server: app.verification?.server.command ?? null,
    diff,
    texts,
  });
  return { paths, diff: paths.length === 0 ? '' : await app.git.diffText(main, from, to, paths) };
};
