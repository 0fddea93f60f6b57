import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Pipeline } from '../domain/pipeline.ts';
import { WORK_ITEM } from '../domain/with-review.ts';
import { isExactPath } from '../domain/write-scope.ts';
import { parseYaml } from './read-yaml.ts';

/** What a pipeline may refer to, and who wrote it. */
export interface PipelineSurroundings {
  /** By name, with the file that each judges by; null: it reads none. */
  readonly gates: ReadonlyMap<string, { readonly artifact: string | null }>;
  /** The role agents by name, with the globs of what each may write; null: no limit. */
  readonly roles: ReadonlyMap<string, readonly string[] | null>;
  /** Only a pipeline that comes with the product may say that nobody reviews. */
  readonly origin: 'built-in' | 'repository';
}

const NAME = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes');
const CHECK_GATE = 'checks-green';
const REVIEW_GATE = 'review-verdict';
/** What is asked with main held still, of the very tree that main will hold (INV-10). */
const DELIVERY_GATES = ['no-conflict', 'merge-checks-green'];

/**
 * Reads a pipeline file; `file` is only named in messages.
 * @throws OrchestratorError `pipeline-invalid` with a line `file:line:column: message` for every mistake
 */
export const parsePipeline = (text: string, file: string, known: PipelineSurroundings): Pipeline =>
  parseYaml(text, file, pipelineSchema(known), 'pipeline-invalid');

/** The shape of a pipeline and the rules that no pipeline may break (INV-1). */
const pipelineSchema = (known: PipelineSurroundings): z.ZodType<Pipeline> =>
  z
    .strictObject({
      name: NAME,
      description: z.string().min(1),
      review: z.enum(['required', 'none']).default('required'),
      starts: z.enum(['engine', 'lead']).default('engine'),
      workItem: z.string().nullable().default(null),
      records: z.array(EXACT_PATH).default([]),
      stages: z.array(stageSchema(known)).min(2),
    })
    .superRefine((pipeline, context) => {
      for (const { path, message } of [
        ...stageMistakes(pipeline),
        ...recordMistakes(pipeline, known),
        ...deliveryMistakes(pipeline, known),
      ]) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    });

const EXACT_PATH = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^*?]+$/, 'expected an exact relative path');

const stageSchema = (known: PipelineSurroundings) =>
  z
    .strictObject({
      name: NAME,
      role: oneOf('role', [...known.roles.keys()])
        .nullable()
        .default(null),
      gates: z.array(oneOf('gate', [...known.gates.keys()])).default([]),
      onFail: z
        .union([NAME.transform((stage): Record<string, string> => ({ '*': stage })), z.record(z.string(), NAME)])
        .default({}),
      blocksOn: z.array(z.string()).default([]),
      attempts: z.int().min(1).nullable().default(null),
    })
    // What a role may write is said once, in its own file.
    .transform((stage) => ({ ...stage, writes: stage.role === null ? null : (known.roles.get(stage.role) ?? null) }));

interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const stageMistakes = ({ stages }: Pipeline): readonly Mistake[] =>
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
    if (stage.attempts !== null && stage.role === null)
      found.push(at('attempts', 'nobody works in this stage, so there is nothing to count'));
    return found;
  });

/**
 * What is no part of the candidate (INV-2): the reports by which gates judge, each of them, so that they are written for one candidate
 * and count for no other; and nothing that could be built from, whose changes would make no verdict stale.
 */
const recordMistakes = (
  { workItem, records, stages }: Pipeline,
  { gates }: PipelineSurroundings,
): readonly Mistake[] => {
  const found: Mistake[] = [];
  if (workItem !== null && workItem !== WORK_ITEM)
    found.push({ path: ['workItem'], message: `expected "${WORK_ITEM}": write that, or leave it out` });
  records.forEach((record, index) => {
    if (workItem === null || !record.startsWith(`${workItem}/`))
      found.push({ path: ['records', index], message: 'a record lies in the directory that "workItem" names' });
  });
  stages.forEach((stage, index) => {
    for (const [place, gate] of stage.gates.entries()) {
      const artifact = gates.get(gate)?.artifact ?? null;
      if (artifact === null) continue;
      const needed = [`${WORK_ITEM}/${artifact}`, ...(stage.writes?.filter(isExactPath) ?? [])];
      const missing = [...new Set(needed)].filter((path) => !records.includes(path));
      const at = (message: string): Mistake => ({ path: ['stages', index, 'gates', place], message });
      if (missing.length > 0)
        found.push(
          at(`"${gate}" judges by reports that stand beside the candidate: add ${missing.join(', ')} to "records"`),
        );
      else if (stage.role !== null && stage.writes?.every(isExactPath) !== true)
        found.push(
          at(`"${gate}" judges by a report, but the ${stage.role} may write more than records: name another role`),
        );
    }
  });
  return found;
};

const deliveryMistakes = (pipeline: Pipeline, { origin }: PipelineSurroundings): readonly Mistake[] => {
  const found: Mistake[] = [];
  if (pipeline.review === 'none' && origin === 'repository') {
    found.push({ path: ['review'], message: 'only a built-in pipeline may say "none"' });
  }
  // The engine delivers out of the stage before "done", whatever that stage is called.
  const delivering = pipeline.stages.length - 2;
  const stage = pipeline.stages[delivering];
  if (stage === undefined) return found;
  const onTheWay = pipeline.stages.slice(0, delivering + 1).flatMap(({ gates }) => gates);
  const missing = (gate: string, where: string): Mistake => ({
    path: ['stages', delivering],
    message: `a pipeline needs the gate "${gate}" ${where} the stage before "done"`,
  });
  for (const gate of DELIVERY_GATES) if (!stage.gates.includes(gate)) found.push(missing(gate, 'in'));
  if (!onTheWay.includes(CHECK_GATE)) found.push(missing(CHECK_GATE, 'before or in'));
  if (!onTheWay.includes(REVIEW_GATE) && pipeline.review === 'required')
    found.push(missing(REVIEW_GATE, 'before or in'));
  return found;
};

const oneOf = (what: string, names: readonly string[]): z.ZodType<string> =>
  z.string().superRefine((name, context) => {
    if (names.includes(name)) return;
    const nearest = names.length === 0 ? '' : `, the nearest known one is "${closest(name, [...names])}"`;
    context.addIssue({ code: 'custom', message: `unknown ${what} "${name}"${nearest}` });
  });
