import { z } from 'zod';
import { parseArgumentPattern } from './argument-pattern.ts';
import { parseOptionSpec } from './option-spec.ts';

const Words = z.string().regex(/^\S+(?: \S+)*$/, 'words separated by single spaces');
const RuleName = z.string().regex(/^[\w<>-]+(?:\.[\w<>-]+)*$/, 'a dotted name such as git.push');
const Reason = z.string().min(1);
const Kinds = z.array(z.enum(['main', 'task', 'other'])).min(1);

const FileName = z.string().regex(/^[^\\/\s]+$/, 'the name of a file without its directory');

const Option = z.string().transform((text, context) => {
  const option = parseOptionSpec(text);
  if (option) return option;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not an option; write "-m/--message <text>", "--format=<text>" or "--stat=<word>?"`,
  });
  return z.NEVER;
});

const Pattern = z.string().transform((text, context) => {
  const pattern = parseArgumentPattern(text);
  if (pattern) return pattern;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no pattern of arguments; write e.g. "<revision-or-path>* -- <path>*"`,
  });
  return z.NEVER;
});

/** `--hard`, or `--sandbox=danger-full-access` for one value of an option. */
const Requirement = z
  .string()
  .regex(/^--?\w[\w-]*(?:=\S+)?$/, 'an option, with "=value" for one value of it')
  .transform((text) => {
    const [name = text, value] = text.split('=');
    return { name, value: value ?? null };
  });

const Refused = z.record(z.string(), Reason).default({});

const RefusedFiles = z.strictObject({
  names: z.array(FileName).min(1),
  except: z.array(FileName).default([]),
  reason: Reason,
});

/** Options, known and refused, that several commands share. */
const OptionSet = z.strictObject({ options: z.array(Option).default([]), refused: Refused });

const Form = z.strictObject({
  in: Kinds.optional(),
  uses: z.array(z.string()).default([]),
  options: z.array(Option).default([]),
  requires: z.array(Requirement).default([]),
  arguments: Pattern.optional(),
  permission: z.literal('dependency-changes').optional(),
  decision: z.enum(['allow', 'ask', 'deny']).optional(),
  /** The decision holds while the worktree has uncommitted work, and the form is allowed while it has none. */
  while: z.literal('uncommitted').optional(),
  /** Files that no argument may name; `*` stands for anything. */
  refusedFiles: RefusedFiles.optional(),
  rule: RuleName.optional(),
  reason: Reason.optional(),
  meaning: z.enum(['run', 'create-worktree', 'remove-worktree', 'merge-task', 'run-agent']).optional(),
});

const Command = Form.extend({
  aliases: z.array(Words).default([]),
  /** `first-argument` where everything behind the first word without a dash belongs to a script. */
  optionsEnd: z.enum(['never', 'first-argument']).default('never'),
  /** Known options that are refused, each with its own reason; keys as in `options`, without values. */
  refused: Refused,
  /** How no word of the command may begin, wherever it stands; each with its reason. */
  refusedStarts: Refused,
  /** Added to the reason when the command is written in a form that is not open. */
  hint: Reason.optional(),
  forms: z.array(Form).min(1).optional(),
});

const Denied = z.strictObject({ commands: z.array(Words).min(1), rule: RuleName.optional(), reason: Reason });

const Rule = z.strictObject({
  rule: RuleName,
  command: Words,
  in: Kinds.default(['main', 'task', 'other']),
  requires: z.array(Requirement).default([]),
  arguments: Pattern.optional(),
  decision: z.enum(['ask', 'deny'], 'a rule may only deny or ask; what is allowed is a form of a command'),
  reason: Reason,
});

/** The shape of `.openclaw/policy.yaml`, closed: an unknown key is an error. */
export const PolicyFileSchema = z.strictObject({
  version: z.literal(1),
  places: z.partialRecord(z.enum(['main', 'task', 'other']), Reason).default({}),
  optionSets: z.record(z.string(), OptionSet).default({}),
  commands: z.record(Words, Command).default({}),
  denied: z.array(Denied).default([]),
  rules: z.array(Rule).default([]),
});

/** What `.openclaw/policy.yaml` says, option and argument texts already read, names not yet resolved. */
export type PolicyFile = z.output<typeof PolicyFileSchema>;
