import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import type { Pipeline } from '../domain/pipeline.ts';
import { parseYaml } from './read-yaml.ts';

/** What a pipeline may refer to, and who wrote it. */
export interface PipelineSurroundings {
  readonly gates: readonly string[];
  readonly roles: readonly string[];
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
      records: z
        .array(z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^*?]+$/, 'expected an exact relative path'))
        .default([]),
      stages: z
        .array(
          z.strictObject({
            name: NAME,
            role: oneOf('role', known.roles).nullable().default(null),
            gates: z.array(oneOf('gate', known.gates)).default([]),
            onFail: NAME.nullable().default(null),
          }),
        )
        .min(2),
    })
    .superRefine((pipeline, context) => {
      for (const { path, message } of [...stageMistakes(pipeline), ...deliveryMistakes(pipeline, known)]) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    });

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
    // Forward would be a way round the gates between.
    if (stage.onFail !== null && !earlier.includes(stage.onFail)) {
      found.push(at('onFail', `"${stage.onFail}" is no earlier stage; there are: ${earlier.join(', ') || 'none'}`));
    }
    return found;
  });

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
