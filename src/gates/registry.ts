import type { Evidence, EvidenceKind } from '../domain/evidence.ts';
import type { Task } from '../domain/task.ts';
import type { GateAnswer } from '../domain/verdict.ts';
import { changePresent } from './change-present.ts';
import { checksGreen } from './checks-green.ts';
import { checksUnchanged } from './checks-unchanged.ts';
import { definitionOfDone } from './definition-of-done.ts';
import type { Gate } from './gate.ts';
import { mergeChecksGreen } from './merge-checks-green.ts';
import { noConflict } from './no-conflict.ts';
import { worktreeClean } from './worktree-clean.ts';

/** Every gate there is. A pipeline that names another one is refused when it is loaded. */
export const GATES: ReadonlyMap<string, Gate> = new Map<string, Gate>(
  [changePresent, worktreeClean, definitionOfDone, checksUnchanged, checksGreen, noConflict, mergeChecksGreen].map(
    (gate): [string, Gate] => [gate.name, gate],
  ),
);

/** What a gate needs to see; empty for an unknown one. */
export const needsOf = (gate: string): readonly EvidenceKind[] => GATES.get(gate)?.needs ?? [];

/**
 * Asks one gate. A gate that is unknown, finds its evidence missing or throws has not passed, and says which of these it was (INV-13).
 */
export const askGate = (gate: string, evidence: Partial<Evidence>, task: Task): GateAnswer => {
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
