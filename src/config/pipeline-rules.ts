import { reportPath } from '../domain/document/report-path.ts';
import { WORK_ITEM } from '../domain/document/work-item.ts';
import { isJudging, type Pipeline } from '../domain/pipeline/pipeline.ts';
import { isExactPath } from '../domain/pipeline/write-scope.ts';

/** What a pipeline may refer to, and who wrote it. */
export interface PipelineSurroundings {
  /**
   * By name, with the file that each judges by (null: it reads none), the fields that it reads of it (none: it is no report, but part of
   * what is delivered), and whether that is its role's account of what it made.
   */
  readonly gates: ReadonlyMap<
    string,
    { readonly artifact: string | null; readonly fields?: readonly string[]; readonly accounts?: boolean }
  >;
  /** The role agents by name, with the globs of what each may write; null: no limit. */
  readonly roles: ReadonlyMap<string, readonly string[] | null>;
  /** Only a pipeline that comes with the product may say that nobody reviews. */
  readonly origin: 'built-in' | 'repository';
}

/** What is wrong, and at which key. */
interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Every way in which a pipeline breaks the rules that none may break (INV-1, INV-2). */
export const pipelineMistakes = (pipeline: Pipeline, known: PipelineSurroundings): readonly Mistake[] => [
  ...stageMistakes(pipeline, known),
  ...recordMistakes(pipeline, known),
  ...deliveryMistakes(pipeline, known),
  ...versionMistakes(pipeline),
];

const CHECK_GATE = 'checks-green';
const REVIEW_GATE = 'review-verdict';
/** A review that lets a candidate through alone, or one whose findings are answered by a fix. */
const REVIEW_GATES = [[REVIEW_GATE], ['independent-verdict'], ['review-listed', 'review-settled']];
/** Whether what is delivered is what was reviewed. */
const STANDING_GATES = ['candidate-unchanged', 'review-settled'];
/** What is asked with main held still, of the very tree that main will hold (INV-10). */
const DELIVERY_GATES = ['no-conflict', 'merge-checks-green'];

const stageMistakes = ({ stages }: Pipeline, { origin }: PipelineSurroundings): readonly Mistake[] =>
  stages.flatMap((stage, index) => {
    const at = (field: string, message: string): Mistake => ({ path: ['stages', index, field], message });
    const earlier = stages.slice(0, index).map((other) => other.name);
    const isLast = index === stages.length - 1;
    const found: Mistake[] = [];
    if (earlier.includes(stage.name)) found.push(at('name', `the stage "${stage.name}" stands twice`));
    if (isLast !== (stage.name === 'done')) found.push(at('name', 'the last stage, and no other, is "done"'));
    if (isLast && (stage.role !== null || stage.gates.length > 0))
      found.push(at('name', 'in the last stage nothing is done'));
    for (const [gate, target] of Object.entries(stage.onFail)) {
      if (gate !== '*' && !stage.gates.includes(gate)) found.push(at('onFail', `"${gate}" is no gate of this stage`));
      // Forward would be a way round the gates between.
      if (!earlier.includes(target))
        found.push(at('onFail', `"${target}" is no earlier stage; there are: ${earlier.join(', ') || 'none'}`));
    }
    for (const gate of new Set(stage.gates.filter((name, place) => stage.gates.indexOf(name) !== place)))
      found.push(at('gates', `"${gate}" stands twice`));
    for (const gate of stage.blocksOn.filter((name) => !stage.gates.includes(name)))
      found.push(at('blocksOn', `"${gate}" is no gate of this stage`));
    for (const gate of Object.keys(stage.followUp).filter((name) => !stage.blocksOn.includes(name)))
      found.push(at('followUp', `"${gate}" does not stand in "blocksOn"`));
    if (stage.independent === true && stage.role === null) found.push(at('independent', 'nobody works in this stage'));
    if (stage.attempts !== null && stage.role === null)
      found.push(at('attempts', 'nobody works in this stage, so there is nothing to count'));
    for (const field of ['network', 'access'] as const)
      if (stage[field] !== null && stage.role === null) found.push(at(field, 'nobody works in this stage'));
    for (const field of ['skills', 'pageSkills'] as const)
      if (stage[field] !== undefined && stage.role === null) found.push(at(field, 'nobody works in this stage'));
    if (stage.network === 'allow' && origin === 'repository')
      found.push(at('network', 'only a built-in pipeline may allow the network'));
    if (stage.when !== null && (index === 0 || index >= stages.length - 2))
      found.push(at('when', 'the first stage, the one that delivers and "done" are never left out'));
    return found;
  });

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

const deliveryMistakes = (pipeline: Pipeline, { origin, roles }: PipelineSurroundings): readonly Mistake[] => {
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
  const isReviewed = REVIEW_GATES.some((gates) => gates.every((gate) => onTheWay.includes(gate)));
  if (!isReviewed && pipeline.review === 'required') found.push(missing(REVIEW_GATE, 'before or in'));
  // What is made behind the review is another candidate than the one that was reviewed.
  const review = pipeline.stages.findIndex(({ gates }) => gates.some((gate) => REVIEW_GATES.flat().includes(gate)));
  const made = pipeline.stages.findIndex(
    ({ role }, index) => index > review && role !== null && roles.get(role)?.every(isExactPath) !== true,
  );
  if (review >= 0 && made >= 0 && !stage.gates.some((gate) => STANDING_GATES.includes(gate)))
    found.push({
      path: ['stages', made, 'role'],
      message: `nobody has reviewed what the ${pipeline.stages[made]?.role} makes here: add "${STANDING_GATES[0]}" to the stage before "done"`,
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
