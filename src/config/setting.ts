import { z } from 'zod';
import type { Argv } from '../domain/argv.ts';

/** How the text of a variable becomes the value that the schema then judges. */
export type TextForm = 'plain' | 'number' | 'switch' | 'json' | 'words' | 'tasks' | 'projects';

interface SettingOptions {
  /** Name of the command-line option, as the parser delivers it. */
  readonly flag?: string;
  readonly secret?: true;
  /** Shown where the value cannot be read. */
  readonly example?: string;
}

/** One row of the settings table. `Value` includes the default, which the schema need not accept. */
export interface Setting<Value = unknown> extends SettingOptions {
  /** The variable's name; `<ROLE>` at its end stands for any role in capitals and makes the value a record by role. */
  readonly env: string;
  readonly form: TextForm;
  /** Built when it is asked for: a start needs those of the few settings that somebody has set. */
  readonly schema: z.ZodType<Value>;
  readonly default: Value;
  readonly description: string;
}

const NOT_EMPTY = z.string().trim().min(1);
const ROLE = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a role in lower-case letters');
const ARGV = z.array(z.string().min(1)).min(1);

/** A variable that no worker may be given: it would undo what keeps git from leaving the machine (INV-4). */
const WORKER_VARIABLE = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a variable')
  .refine((name) => !/^(GIT_|ORCHESTRATOR_JOB$)/.test(name), 'the harness alone sets this variable');

/** Checks run the workers' code: what is the harness's own, its secrets first of all, is not for them (INV-12). */
export const CHECK_VARIABLE = WORKER_VARIABLE.refine(
  (name) => !/^(ORCH_|ORCHESTRATOR_|OPENAI_.*(KEY|TOKEN|SECRET))/i.test(name),
  "the harness's own settings and secrets reach no check",
);

/** A text, without spaces at its ends. */
export const text = (env: string, description: string, options: SettingOptions = {}): Setting<string | null> => ({
  env,
  form: 'plain',
  get schema() {
    return NOT_EMPTY;
  },
  default: null,
  description,
  ...options,
});

/** The same where something always holds. */
export const textWithDefault = (env: string, standard: string, description: string): Setting<string> => ({
  env,
  form: 'plain',
  get schema() {
    return NOT_EMPTY;
  },
  default: standard,
  description,
});

/** An absolute path that need not exist. */
export const absolutePath = (env: string, description: string): Setting<string | null> => ({
  env,
  form: 'plain',
  get schema() {
    return z.string().startsWith('/', 'expected an absolute path');
  },
  default: null,
  description,
});

/** An http or https address. */
export const url = (env: string, description: string): Setting<string | null> => ({
  env,
  form: 'plain',
  get schema() {
    return z.url({ protocol: /^https?$/, error: 'expected an http or https address' });
  },
  default: null,
  description,
});

/**
 * One of a few words.
 * @param later values that the specification knows and this version does not have yet
 */
export const choice = <const Value extends string>(
  env: string,
  values: readonly [Value, ...Value[]],
  standard: Value,
  description: string,
  options: SettingOptions & { readonly later?: readonly string[] } = {},
): Setting<Value> => {
  const { later = [], ...rest } = options;
  const error = (issue: { readonly input?: unknown }): string =>
    later.some((value) => value === issue.input)
      ? `${String(issue.input)} is not built yet, expected one of: ${values.join(', ')}`
      : `expected one of: ${values.join(', ')}`;
  return {
    env,
    form: 'plain',
    get schema() {
      return z.enum(values, { error });
    },
    default: standard,
    description,
    ...rest,
  };
};

/** Yes or no, no by default; in text 1, true, yes, on, or 0, false, no, off. */
export const flag = (env: string, description: string, options: SettingOptions = {}): Setting<boolean> => ({
  env,
  form: 'switch',
  get schema() {
    return z.boolean();
  },
  default: false,
  description,
  ...options,
});

/** A whole number from 1 on. */
export const count = (env: string, standard: number, description: string): Setting<number> => ({
  env,
  form: 'number',
  get schema() {
    return z.int().min(1);
  },
  default: standard,
  description,
});

/** A time in seconds, a week at the most; fractions count. */
export const seconds = (env: string, standard: number, description: string): Setting<number> => ({
  env,
  form: 'number',
  get schema() {
    return z.number().positive().max(604_800);
  },
  default: standard,
  description: `${description} (seconds)`,
});

/** A number that bounds something; unset: nothing does. */
export const amount = (env: string, schema: z.ZodType<number>, description: string): Setting<number | null> => ({
  env,
  form: 'number',
  schema,
  default: null,
  description,
});

/** A command as a list of words, in text JSON. */
export const argv = (env: string, description: string): Setting<readonly string[] | null> => ({
  env,
  form: 'json',
  get schema() {
    return ARGV;
  },
  default: null,
  description,
  example: '["my-agent","--prompt","{prompt_file}"]',
});

/** Commands, in order. */
export const argvs = (env: string, example: string, description: string): Setting<readonly Argv[] | null> => ({
  env,
  form: 'json',
  get schema() {
    return z.array(ARGV);
  },
  default: null,
  description,
  example,
});

/** Names of variables, in text with commas or spaces between them. */
export const variableNames = (
  env: string,
  description: string,
  variable: z.ZodType<string> = WORKER_VARIABLE,
): Setting<readonly string[]> => ({
  env,
  form: 'words',
  get schema() {
    return z.array(variable);
  },
  default: [],
  description,
});

/** A value for each role; what different places say of different roles adds up. */
export const byRole = <Value extends string | number>(
  env: string,
  form: TextForm,
  value: z.ZodType<Value>,
  description: string,
  options: SettingOptions = {},
): Setting<Readonly<Record<string, Value>>> => ({
  env,
  form,
  get schema() {
    return z.record(ROLE, value);
  },
  default: {},
  description,
  ...options,
});
