import { z } from 'zod';
import { WORKER_KINDS } from '../../domain/settings.ts';
import { WORKER_ACCESS } from '../../domain/worker/access.ts';
import { SKILL_NAME } from '../../domain/worker/skill.ts';

const GLOB = z
  .string()
  .regex(/^!?[^!/]/, 'expected a path relative to the repository')
  .refine((glob) => !glob.split('/').some((part) => /^!?\.\.?$/.test(part)), 'a path must not hold . or ..')
  .refine((glob) => !/\{\{(?!task_id\}\})/.test(glob), 'the only placeholder is {{task_id}}');

const SKILLS = z.array(z.string().regex(SKILL_NAME, 'expected a name of lower-case letters, digits and dashes'));

const ACCESS = z.enum(WORKER_ACCESS);

/** What an agent file of the product says: the frontmatter of `.openclaw/agents/<role>.md`. */
export const agentSchema = z.strictObject({
  role: z.string(),
  description: z.string().min(1),
  access: ACCESS,
  /** Globs with `{{task_id}}` and `!` for exceptions; absent: no limit. */
  writes: z.array(GLOB).nullable().default(null),
  /** Another worker than the one that the settings name for all. */
  worker: z.enum(WORKER_KINDS).nullable().default(null),
  /** Model and effort where no setting names one. */
  model: z.string().min(1).nullable().default(null),
  effort: z.string().min(1).nullable().default(null),
  network: z.enum(['none', 'allow']).default('none'),
  timeout_seconds: z.int().positive().nullable().default(null),
  /** Guides of the target repository that the role follows, by their names. */
  skills: SKILLS.default([]),
  variables: z.array(z.string()).default([]),
});

const ours = z.never('only the file that comes with the product may say it').optional();

/** What a target repository's own agent file may say (INV-6): text, and less access. What runs and with what is not among it. */
export const overrideSchema = z.strictObject({
  role: z.string().optional(),
  description: z.string().min(1).optional(),
  access: ACCESS.optional(),
  writes: z.array(GLOB).optional(),
  skills: SKILLS.optional(),
  variables: z.array(z.string()).default([]),
  worker: ours,
  model: ours,
  effort: ours,
  network: ours,
  timeout_seconds: ours,
});
