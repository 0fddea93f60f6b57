import type { Evidence, EvidenceKind } from '../../domain/evidence.ts';
import { type Pipeline, stageOf } from '../../domain/pipeline/pipeline.ts';
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
import { checkTextBetween } from './check-text-between.ts';
import { checksAt } from './checks-at.ts';
import { changedTests, completionOf, ownChanges, promptEvidence } from './collect-own.ts';
import { reviewOf } from './collect-review.ts';
import { artifactOf, judgedBy, scopeOf, stagingOf, testPlanOf, textEvidence, workItemOf } from './collect-work.ts';
import { decisionAt } from './decision-at.ts';
import { documentsAt } from './documents-at.ts';
import { documentsBetween } from './documents-between.ts';
import { fixedPaths } from './fixed-paths.ts';
import { reportOnBase } from './report-on-base.ts';

/** A task whose branch exists: the candidate that gates are asked about. */
export interface Candidate {
  readonly task: Task;
  readonly head: string;
}

/**
 * Collects what a gate needs to see, kind by kind; a kind that cannot be seen is missing in the answer (INV-13). The merge's own
 * evidence comes from the integration that built it.
 */
export const collectEvidence = async (
  app: App,
  scope: RunScope,
  candidate: Candidate,
  gate: string,
): Promise<Partial<Evidence>> => {
  const view = viewOf(app, scope, candidate, gate);
  const seen: [EvidenceKind, unknown][] = [];
  for (const kind of needsOf(gate).filter(isCollected)) {
    const evidence = await COLLECTORS[kind](view);
    if (evidence !== undefined) seen.push([kind, evidence]);
  }
  // Each value comes from the collector of its own kind.
  return Object.fromEntries(seen) as Partial<Evidence>;
};

/** What there is to look at for one gate. */
interface View extends Candidate {
  readonly app: App;
  readonly scope: RunScope;
  readonly gate: string;
  readonly pipeline: Pipeline;
  /** Absolute path of main's checkout. */
  readonly main: string;
  /** Where the branch left the line that it will be merged into; null where it never was on it. */
  readonly base: () => Promise<string | null>;
}

const viewOf = (app: App, scope: RunScope, candidate: Candidate, gate: string): View => {
  let base: Promise<string | null> | null = null;
  const { task, head } = candidate;
  return {
    ...{ app, scope, task, head, gate },
    pipeline: pipelineOf(app, task),
    main: app.settings.layout.mainPath,
    base: () => {
      base ??= baseOf(app, candidate);
      return base;
    },
  };
};

const baseOf = async (app: App, { task, head }: Candidate): Promise<string | null> => {
  const run = await loadRun(app, task.run);
  return app.git.mergeBase(run.mainPath, await targetHead(app, run), head);
};

type CollectedKind = Exclude<EvidenceKind, 'merge' | 'mergeChecks'>;

/** Resolves to undefined for what cannot be seen. */
type Collector<Kind extends CollectedKind> = (view: View) => Promise<Evidence[Kind] | undefined>;

/** Of a branch that has nothing in common with main nothing can be said. */
const againstBase =
  <Seen>(look: (view: View, base: string) => Promise<Seen>) =>
  async (view: View): Promise<Seen | undefined> => {
    const base = await view.base();
    return base === null ? undefined : look(view, base);
  };

const COLLECTORS: { readonly [Kind in CollectedKind]: Collector<Kind> } = {
  // What is seen by comparing the branch with the line that it will be merged into.
  diff: againstBase(({ app, main, head }, base) => app.git.diff(main, base, head)),
  commits: againstBase(({ app, main, head }, base) => app.git.commitsBetween(main, base, head)),
  own: againstBase(({ app, task, head }, base) => ownChanges(app, task, base, head)),
  ownTests: againstBase(({ app, task, head }, base) => changedTests(app, task, base, head)),
  worktree: againstBase(({ app, task }) => uncommittedWork(app, task.worktree, worktreePath(app, task.worktree))),
  documentChanges: againstBase(({ app, main, head }, base) => documentsBetween(app, main, base, head)),
  checkText: againstBase(({ app, scope, head }, base) => checkTextBetween(app, scope, base, head)),
  checks: againstBase(({ app, scope, task, head }) => checksAt(app, scope, task, head)),
  size: againstBase(async ({ app, task, head }, base) => (await textEvidence(app, task, base, head)).size),
  secrets: againstBase(async ({ app, task, head }, base) => (await textEvidence(app, task, base, head)).secrets),

  // What roles left behind: reports, documents, records.
  artifact: (view) => artifactFor(view),
  workItem: ({ app, main, pipeline, task }) => workItemOf(app, main, pipeline, task),
  testPlan: ({ app, main, pipeline, task }) => testPlanOf(app, main, pipeline, task),
  documents: ({ app, main, task, gate }) => documentsAt(app, { dir: main, commit: task.head }, documentsOf(gate)),
  decision: async ({ app, main, task, gate }) => ({
    file: await decisionAt(app, main, task, artifactNameOf(gate) ?? ''),
    isAwaited: true,
  }),
  review: ({ app, task }) => reviewOf(app, task),
  completion: ({ app, task }) => completionOf(app, task),
  scope: async ({ app, main, pipeline, task }) => {
    const stage = stageOf(pipeline, task.stage);
    return stage === null ? undefined : scopeOf(app, main, task, stage);
  },
  judged: async ({ pipeline, task }) => judgedBy(pipeline, task),
  prompt: ({ app, scope, task }) => promptEvidence(app, scope, task),

  // What the configuration, the home and the world outside say.
  approval: async ({ app }) => ({ required: app.settings.approvals.analysis === 'required' }),
  staging: async ({ app }) => stagingOf(app),
  fixedPaths: async ({ pipeline }) => fixedPaths(pipeline),
  mainRun: ({ app }) => mainRunOf(app),
  verification: ({ app, scope, task, head }) => verifyCandidate(app, scope, task, head),
  ci: ({ app, task, head }) => lookAtCi(app, task, head),
  pullRequest: ({ app, task }) => lookAtReviews(app, task),
};

const isCollected = (kind: EvidenceKind): kind is CollectedKind => Object.hasOwn(COLLECTORS, kind);

/** The gate's report on the branch; where there is none and that may be, on the base ref. */
const artifactFor = async ({ app, main, pipeline, task, gate }: View): Promise<Evidence['artifact'] | undefined> => {
  const name = artifactNameOf(gate);
  if (name === null) return undefined;
  const own = await artifactOf(app, main, pipeline, task, name);
  if (own.status !== 'missing' || GATES.get(gate)?.onBase !== true) return own;
  return (await reportOnBase(app, task, own.path)) ?? own;
};
