import { reportPath } from '../domain/document/report-path.ts';
import { WORK_ITEM } from '../domain/document/work-item.ts';
import { isJudging, type Pipeline } from '../domain/pipeline/pipeline.ts';
import { isExactPath } from '../domain/pipeline/write-scope.ts';
import { isWholeReview, type ReviewPart } from '../domain/review/review-part.ts';
import { type Mistake, stageMistakes } from './stage-rules.ts';

/** What a pipeline may refer to, and who wrote it. */
export interface PipelineSurroundings {
  /**
   * By name, with the file that each judges by (null: it reads none), the fields that it reads of it (none: it is no report, but part of
   * what is delivered), whether that is its role's account of what it made, and its part in a review.
   */
  readonly gates: ReadonlyMap<
    string,
    {
      readonly artifact: string | null;
      readonly fields?: readonly string[];
      readonly accounts?: boolean;
      readonly review?: ReviewPart;
    }
  >;
  /** The role agents by name, with the globs of what each may write; null: no limit. */
  readonly roles: ReadonlyMap<string, readonly string[] | null>;
  /** Only a pipeline that comes with the product may say that nobody reviews. */
  readonly origin: 'built-in' | 'repository';
}

/** Every way in which a pipeline breaks the rules that none may break (INV-1, INV-2). */
export const pipelineMistakes = (pipeline: Pipeline, known: PipelineSurroundings): readonly Mistake[] => [
  ...stageMistakes(pipeline, known.origin),
  ...recordMistakes(pipeline, known),
  ...deliveryMistakes(pipeline, known),
  ...versionMistakes(pipeline),
];

const CHECK_GATE = 'checks-green';
const REVIEW_GATE = 'review-verdict';
/** Whether what is delivered is what was reviewed; a gate that asks whether the findings are settled says it too. */
const STANDING_GATE = 'candidate-unchanged';
/** What is asked with main held still, of the very tree that main will hold (INV-10). */
const DELIVERY_GATES = ['no-conflict', 'merge-checks-green'];

/**
 * What is no part of the candidate (INV-2): the reports by which gates judge, each of them, so that they are written for one candidate
 * and count for no other; and nothing that could be built from, whose changes would make no verdict stale.
 */
const recordMistakes = (
  { workItem, records, stages }: Pipeline,
  { gates, roles, origin }: PipelineSurroundings,
): readonly Mistake[] => {
  const found: Mistake[] = [];
  if (workItem !== null && workItem !== WORK_ITEM)
    found.push({ path: ['workItem'], message: `expected "${WORK_ITEM}": write that, or leave it out` });
  records.forEach((record, index) => {
    // Documents at one place for all tasks: a built-in pipeline knows what is at stake, and the merge takes the task's own.
    const isDocument = isExactPath(record) && record.endsWith('.md') && !record.startsWith('docs/work-items/');
    const isFixed = origin === 'built-in' && isDocument;
    if (workItem === null || (!record.startsWith(`${workItem}/`) && !isFixed))
      found.push({ path: ['records', index], message: 'a record lies in the directory that "workItem" names' });
  });
  const isAccount = (gate: string): boolean => gates.get(gate)?.accounts === true;
  stages.forEach((stage, index) => {
    // Asked of the role: a stage with another mistake does not know it yet.
    const writes = stage.role === null ? null : (roles.get(stage.role) ?? null);
    for (const [place, gate] of stage.gates.entries()) {
      const { artifact, fields } = gates.get(gate) ?? { artifact: null };
      if (artifact === null || fields?.length === 0) continue;
      const needed = [reportPath(WORK_ITEM, artifact), ...(isAccount(gate) ? [] : (writes?.filter(isExactPath) ?? []))];
      const missing = [...new Set(needed)].filter((path) => !records.includes(path));
      const at = (message: string): Mistake => ({ path: ['stages', index, 'gates', place], message });
      if (missing.length > 0)
        found.push(
          at(`"${gate}" judges by reports that stand beside the candidate: add ${missing.join(', ')} to "records"`),
        );
      else if (!isAccount(gate) && stage.role !== null && writes?.every(isExactPath) !== true)
        found.push(
          at(`"${gate}" judges by a report, but the ${stage.role} may write more than records: name another role`),
        );
    }
  });
  return found;
};

const deliveryMistakes = (
  pipeline: Pipeline,
  { gates: known, origin, roles }: PipelineSurroundings,
): readonly Mistake[] => {
  const found: Mistake[] = [];
  if (pipeline.review === 'none' && origin === 'repository') {
    found.push({ path: ['review'], message: 'only a built-in pipeline may say "none"' });
  }
  if (pipeline.delivery === 'none') {
    if (origin === 'repository')
      found.push({ path: ['delivery'], message: 'only a built-in pipeline may deliver nothing: leave it out' });
    return found;
  }
  // The engine delivers out of the stage before "done", whatever that stage is called.
  const delivering = pipeline.stages.length - 2;
  const stage = pipeline.stages[delivering];
  if (stage === undefined) return found;
  // What may be left out proves nothing.
  const onTheWay = pipeline.stages.slice(0, delivering + 1).flatMap(({ gates, when }) => (when === null ? gates : []));
  const missing = (gate: string, where: string): Mistake => ({
    path: ['stages', delivering],
    message: `a pipeline needs the gate "${gate}" ${where} the stage before "done"`,
  });
  for (const gate of DELIVERY_GATES) if (!stage.gates.includes(gate)) found.push(missing(gate, 'in'));
  if (!onTheWay.includes(CHECK_GATE)) found.push(missing(CHECK_GATE, 'before or in'));
  const partOf = (gate: string): ReviewPart | null => known.get(gate)?.review ?? null;
  if (!isWholeReview(new Set(onTheWay.map(partOf))) && pipeline.review === 'required')
    found.push(missing(REVIEW_GATE, 'before or in'));
  // What is made behind the review is another candidate than the one that was reviewed.
  const review = pipeline.stages.findIndex(({ gates }) => gates.some((gate) => partOf(gate) !== null));
  const made = pipeline.stages.findIndex(
    ({ role }, index) => index > review && role !== null && roles.get(role)?.every(isExactPath) !== true,
  );
  if (review >= 0 && made >= 0 && !stage.gates.some((gate) => gate === STANDING_GATE || partOf(gate) === 'settled'))
    found.push({
      path: ['stages', made, 'role'],
      message: `nobody has reviewed what the ${pipeline.stages[made]?.role} makes here: add "${STANDING_GATE}" to the stage before "done"`,
    });
  return found;
};

/** What is done in versions is chosen from before it is judged, or is itself a judgement of one candidate (KB-07, KB-08). */
const versionMistakes = (pipeline: Pipeline): readonly Mistake[] => {
  const found: Mistake[] = [];
  const delivering = pipeline.stages.length - 2;
  pipeline.stages.forEach((stage, index) => {
    if (stage.versions === null) return;
    const at = (message: string): Mistake => ({ path: ['stages', index, 'versions'], message });
    const judges = isJudging(pipeline, stage);
    if (stage.role === null) found.push(at('nobody works in this stage, so there is nothing to do in versions'));
    else if (stage.versions === 'select' && judges)
      found.push(
        at(`the ${stage.role} only reports: its versions can be brought together ("aggregate"), not chosen from`),
      );
    else if (stage.versions === 'aggregate' && (!judges || !stage.gates.includes(REVIEW_GATE)))
      found.push(at(`only the reports that "${REVIEW_GATE}" judges by can be brought together`));
    if (index >= delivering) found.push(at('the stage that delivers does its work once'));
    if (pipeline.stages.slice(0, index).some((other) => other.versions !== null))
      found.push(at('one stage of a pipeline is done in versions, and an earlier one is already'));
  });
  return found;
};
