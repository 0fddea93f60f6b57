import type { Evidence, EvidenceKind } from '../domain/evidence.ts';
import type { ReviewPart } from '../domain/review/review-part.ts';
import type { Task } from '../domain/task.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';

/** What a gate may know of the task besides the evidence. */
export type Subject = Pick<Task, 'id' | 'title' | 'prompt' | 'kind' | 'activeJob' | 'candidate'>;

/** A gate: what it needs to see, and what it says of it. Pure; it never throws on evidence, whatever that holds. */
export interface Gate<Kind extends EvidenceKind = EvidenceKind> {
  readonly name: string;
  /** The file whose frontmatter it reads; null when it reads none. */
  readonly artifact: string | null;
  /** The work item's document that it judges as a whole, so that a file alone can be shown to it. */
  readonly judgesFile?: string;
  /** Its file may also stand on the base ref alone, where whoever deploys has committed it. */
  readonly onBase?: true;
  /** Its file is the account of what its role made, and so is written by a role that may write more than reports. */
  readonly accounts?: true;
  /** Its part in the review of a candidate, where it has one. */
  readonly review?: ReviewPart;
  /** Frontmatter fields that it reads; a file of which it reads none is no report, but part of what is delivered. */
  readonly fields: readonly string[];
  /** Files that it looks for, whatever they say; paths from the repository's root. */
  readonly documents?: readonly string[];
  /** The same for files in the task's own directory; names in there. */
  readonly itemDocuments?: readonly string[];
  readonly description: string;
  readonly needs: readonly Kind[];
  judge(evidence: Pick<Evidence, Kind>, task: Subject): GateAnswer;
}

export const pass = (reason: string, evidence: GateAnswer['evidence'] = {}): GateAnswer => ({
  outcome: 'pass',
  reason,
  evidence,
});
export const fail = (reason: string, evidence: GateAnswer['evidence'] = {}): GateAnswer => ({
  outcome: 'fail',
  reason,
  evidence,
});
export const pending = (reason: string, evidence: GateAnswer['evidence'] = {}): GateAnswer => ({
  outcome: 'pending',
  reason,
  evidence,
});
