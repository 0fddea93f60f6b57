import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { SHARED_DOCUMENTS } from '../domain/document/shared-document.ts';
import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import { STAGE_CONDITIONS, type StageCondition } from '../domain/pipeline/stage-conditions.ts';
import { TASK_KINDS } from '../domain/task.ts';
import { VERSION_MODES } from '../domain/version.ts';
import { SKILL_NAME } from '../domain/worker/skill.ts';
import { type PipelineSurroundings, pipelineMistakes } from './pipeline-rules.ts';
import { parseYaml } from './read-yaml.ts';

const NAME = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes');

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
      delivery: z.literal('none').optional(),
      starts: z.enum(['engine', 'lead']).default('engine'),
      workItem: z.string().nullable().default(null),
      records: z.array(EXACT_PATH).default([]),
      commit: z.enum(['harness', 'worker']).default('harness'),
      shared: z.array(z.enum(SHARED_DOCUMENTS)).default([]),
      stages: z.array(stageSchema(known)).min(2),
    })
    .superRefine((pipeline, context) => {
      for (const { path, message } of pipelineMistakes(pipeline, known)) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    });

const EXACT_PATH = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^*?]+$/, 'expected an exact relative path');

const SKILLS = z
  .array(
    z.string().regex(SKILL_NAME, { error: 'expected a name of lower-case letters, digits and dashes', abort: true }),
  )
  .min(1);

const stageSchema = (known: PipelineSurroundings) =>
  z
    .strictObject({
      name: NAME,
      role: oneOf('role', [...known.roles.keys()])
        .nullable()
        .default(null),
      independent: z.literal(true).optional(),
      when: oneOf<StageCondition>('condition', STAGE_CONDITIONS).nullable().default(null),
      gates: z.array(oneOf('gate', [...known.gates.keys()])).default([]),
      onFail: z
        .union([NAME.transform((stage): Record<string, string> => ({ '*': stage })), z.record(z.string(), NAME)])
        .default({}),
      blocksOn: z.array(z.string()).default([]),
      followUp: z.record(z.string(), z.enum(TASK_KINDS)).default({}),
      attempts: z.int().min(1).nullable().default(null),
      network: z.enum(['none', 'allow']).nullable().default(null),
      access: z.literal('read-only').nullable().default(null),
      skills: SKILLS.optional(),
      pageSkills: SKILLS.optional(),
      versions: z.enum(VERSION_MODES).nullable().default(null),
    })
    // What a role may write is said once, in its own file.
    .transform((stage) => ({ ...stage, writes: stage.role === null ? null : (known.roles.get(stage.role) ?? null) }));

const oneOf = <Name extends string>(what: string, names: readonly Name[]): z.ZodType<Name> =>
  z.custom<Name>().superRefine((name: unknown, context) => {
    if (names.some((known) => known === name)) return;
    const nearest = names.length === 0 ? '' : `, the nearest known one is "${closest(String(name), [...names])}"`;
    context.addIssue({ code: 'custom', message: `unknown ${what} "${String(name)}"${nearest}` });
  });
