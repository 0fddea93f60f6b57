import type { Evidence, EvidenceKind } from '../domain/evidence.ts';
import type { GateAnswer } from '../domain/verdict.ts';
import { analysisApproved } from './analysis-approved.ts';
import { analysisComplete } from './analysis-complete.ts';
import { architectureDone } from './architecture-done.ts';
import { candidateUnchanged } from './candidate-unchanged.ts';
import { changePresent } from './change-present.ts';
import { checksGreen } from './checks-green.ts';
import { checksUnchanged } from './checks-unchanged.ts';
import { definitionOfDone } from './definition-of-done.ts';
import { deployStatus } from './deploy-status.ts';
import { diffSize } from './diff-size.ts';
import { docsTouched } from './docs-touched.ts';
import { entry } from './entry.ts';
import type { Gate, Subject } from './gate.ts';
import { mergeChecksGreen } from './merge-checks-green.ts';
import { noConflict } from './no-conflict.ts';
import { noSpecConflict } from './no-spec-conflict.ts';
import { reviewVerdict } from './review-verdict.ts';
import { secretsInDiff } from './secrets-in-diff.ts';
import { stagingStatus } from './staging-status.ts';
import { testsUntouched } from './tests-untouched.ts';
import { testsVerdict } from './tests-verdict.ts';
import { worktreeClean } from './worktree-clean.ts';
import { writeScope } from './write-scope.ts';

/** Every gate there is. A pipeline that names another one is refused when it is loaded. */
export const GATES: ReadonlyMap<string, Gate> = new Map<string, Gate>(
  [
    entry,
    analysisComplete,
    noSpecConflict,
    analysisApproved,
    architectureDone,
    changePresent,
    worktreeClean,
    writeScope,
    definitionOfDone,
    docsTouched,
    diffSize,
    testsUntouched,
    secretsInDiff,
    checksUnchanged,
    checksGreen,
    reviewVerdict,
    testsVerdict,
    candidateUnchanged,
    stagingStatus,
    deployStatus,
    noConflict,
    mergeChecksGreen,
  ].map((gate): [string, Gate] => [gate.name, gate]),
);

/** What a gate needs to see; empty for an unknown one. */
export const needsOf = (gate: string): readonly EvidenceKind[] => GATES.get(gate)?.needs ?? [];

/** The file that a gate judges by; null when it reads none. */
export const artifactNameOf = (gate: string): string | null => GATES.get(gate)?.artifact ?? null;

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
