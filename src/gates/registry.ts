import type { Evidence, EvidenceKind } from '../domain/evidence.ts';
import type { ReviewPart } from '../domain/review/review-part.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { adrFormat } from './adr-format.ts';
import { analysisApproved } from './analysis-approved.ts';
import { analysisComplete } from './analysis-complete.ts';
import { architectureDone } from './architecture-done.ts';
import { browserClean } from './browser-clean.ts';
import { candidateUnchanged } from './candidate-unchanged.ts';
import { changePresent } from './change-present.ts';
import { changelogEntry } from './changelog-entry.ts';
import { checksGreen } from './checks-green.ts';
import { checksUnchanged } from './checks-unchanged.ts';
import { ciGreen } from './ci-green.ts';
import { commitMessages } from './commit-messages.ts';
import { definitionOfDone } from './definition-of-done.ts';
import { deployStatus } from './deploy-status.ts';
import { diffSize } from './diff-size.ts';
import { docsTouched } from './docs-touched.ts';
import { entry } from './entry.ts';
import { fixReport } from './fix-report.ts';
import { frameworkReviewComplete } from './framework-review-complete.ts';
import type { Gate, Subject } from './gate.ts';
import { handoffComplete } from './handoff-complete.ts';
import { independentVerdict } from './independent-verdict.ts';
import { mergeChecksGreen } from './merge-checks-green.ts';
import { migrationApproved } from './migration-approved.ts';
import { migrationComplete, migrationPrepared } from './migration-complete.ts';
import { migrationReadOnly } from './migration-read-only.ts';
import { noConflict } from './no-conflict.ts';
import { noSpecConflict } from './no-spec-conflict.ts';
import { noTestsWritten } from './no-tests-written.ts';
import { promptComplete } from './prompt-complete.ts';
import { pullRequestApproved } from './pull-request-approved.ts';
import { reportsOnly } from './reports-only.ts';
import { reviewComplete } from './review-complete.ts';
import { reviewListed } from './review-listed.ts';
import { reviewSettled } from './review-settled.ts';
import { reviewVerdict } from './review-verdict.ts';
import { rollbackPlan } from './rollback-plan.ts';
import { runOver } from './run-over.ts';
import { secretsInDiff } from './secrets-in-diff.ts';
import { specFormat } from './spec-format.ts';
import { stagingStatus } from './staging-status.ts';
import { testPlanFormat } from './test-plan-format.ts';
import { testsKept } from './tests-kept.ts';
import { testsUntouched } from './tests-untouched.ts';
import { testsVerdict } from './tests-verdict.ts';
import { workCompleted } from './work-completed.ts';
import { worktreeClean } from './worktree-clean.ts';
import { writeScope } from './write-scope.ts';

/** Every gate there is. A pipeline that names another one is refused when it is loaded. */
export const GATES: ReadonlyMap<string, Gate> = new Map<string, Gate>(
  [
    entry,
    promptComplete,
    analysisComplete,
    noSpecConflict,
    analysisApproved,
    architectureDone,
    workCompleted,
    changePresent,
    worktreeClean,
    commitMessages,
    writeScope,
    definitionOfDone,
    docsTouched,
    diffSize,
    testsUntouched,
    noTestsWritten,
    testsKept,
    secretsInDiff,
    checksUnchanged,
    checksGreen,
    ciGreen,
    browserClean,
    reviewVerdict,
    pullRequestApproved,
    reviewListed,
    fixReport,
    reviewSettled,
    testsVerdict,
    handoffComplete,
    reviewComplete,
    independentVerdict,
    runOver,
    frameworkReviewComplete,
    reportsOnly,
    migrationReadOnly,
    migrationPrepared,
    rollbackPlan,
    migrationApproved,
    migrationComplete,
    candidateUnchanged,
    stagingStatus,
    deployStatus,
    noConflict,
    mergeChecksGreen,
    specFormat,
    testPlanFormat,
    adrFormat,
    changelogEntry,
  ].map((gate): [string, Gate] => [gate.name, gate]),
);

/** What a gate needs to see; empty for an unknown one. */
export const needsOf = (gate: string): readonly EvidenceKind[] => GATES.get(gate)?.needs ?? [];

/** The file that a gate judges by; null when it reads none. */
export const artifactNameOf = (gate: string): string | null => GATES.get(gate)?.artifact ?? null;

/** The report whose frontmatter decides; null where the gate reads none, or a file that is no report. */
export const reportNameOf = (gate: string): string | null =>
  (GATES.get(gate)?.fields.length ?? 0) === 0 ? null : artifactNameOf(gate);

/** What a gate has to do with the review of a candidate; null for most. */
export const reviewPartOf = (gate: string): ReviewPart | null => GATES.get(gate)?.review ?? null;

/** The files that a gate looks for whatever they say, by their paths from the repository's root. */
export const documentsOf = (gate: string): readonly string[] => GATES.get(gate)?.documents ?? [];

/** The same in the task's own directory, by their names in there. */
export const itemDocumentsOf = (gate: string): readonly string[] => GATES.get(gate)?.itemDocuments ?? [];

/**
 * Asks one gate. A gate that is unknown, finds its evidence missing or throws has not passed, and says which of these it was (INV-13).
 */
export const askGate = (gate: string, evidence: Partial<Evidence>, task: Subject): GateAnswer => {
  const found = GATES.get(gate);
  if (found === undefined) return { outcome: 'fail', reason: `there is no gate "${gate}"`, evidence: {} };
  const missing = found.needs.filter((kind) => evidence[kind] === undefined);
  if (missing.length > 0) return { outcome: 'fail', reason: `no evidence: ${missing.join(', ')}`, evidence: {} };
  try {
    return found.judge(evidence as Evidence, task);
  } catch (error) {
    return {
      outcome: 'fail',
      reason: `the gate broke: ${error instanceof Error ? error.message : String(error)}`,
      evidence: {},
    };
  }
};
