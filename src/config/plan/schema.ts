import { z } from 'zod';
import { PLAN_DELIVERIES } from '../../domain/plan/plan.ts';
import { CHECK_VARIABLE } from '../setting.ts';
import { DURATION, durationMs } from './duration.ts';

/** The shape of one task as it is written; what its values mean together is judged by the other `plan-*` files. */
export type PlanEntry = z.output<typeof entrySchema>;

type Issue = z.core.$ZodRawIssue;

/** Says first whether there is anything at all: "expected text" would send the reader looking for a wrong value. */
const expected =
  (what: string) =>
  ({ input }: Issue): string => {
    if (input === undefined) return 'is missing';
    return input === null ? `is empty, expected ${what}` : `expected ${what}`;
  };

const text = (what = 'a text'): z.ZodString => z.string({ error: expected(what) }).min(1, `is empty, expected ${what}`);

const ID = text('a name')
  .max(60, 'expected at most 60 characters')
  .regex(/^[A-Za-z0-9][\w.-]*$/, 'expected letters, digits, dots, dashes and underscores');

/** The parser has left numbers as they are written; for editors they are as good as text. */
const AS_TEXT = z.union([z.string(), z.number(), z.boolean()], { error: expected('a text') }).transform(String);

const WORD = AS_TEXT.refine((word) => !word.includes('\0'), 'no word can hold the character NUL');

const COMMAND = z.union([z.string().trim(), z.array(WORD).min(1, 'expected one word or more')], {
  error: expected('a line, or a list of one word or more'),
});

/** What is no id is unknown, and then the nearest id helps more than the rules for one. */
const IDS = z.array(text('an id'), {
  error: (issue) =>
    typeof issue.input === 'string' ? `expected a list: write [${issue.input}]` : expected('a list of ids')(issue),
});

/** A week, as for every other limit of time. */
const LONGEST_MS = 604_800_000;

const A_DURATION = 'seconds, or a duration such as 30s, 5m or 1h30m';

const TIMEOUT = z
  .union([z.number(), z.string().regex(DURATION, `expected ${A_DURATION}`)], { error: expected(A_DURATION) })
  .transform(durationMs)
  .refine((ms) => ms > 0, 'expected more than 0 seconds')
  .refine((ms) => ms <= LONGEST_MS, 'expected a week (168h) at most');

const WORKTREE = text('`none` or the name of a worktree')
  .max(80, 'expected at most 80 characters')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected `none`, or a name of lower-case letters, digits and single dashes')
  .refine((name) => name !== 'main', 'no task works in main: leave it out, or name another one')
  .transform((name) => (name === 'none' || name.startsWith('task-') ? name : `task-${name}`));

/** What both git and the guard take for a branch. */
const BRANCH = text('the name of a branch')
  .max(200, 'expected at most 200 characters')
  .regex(
    /^(?!HEAD$)(?!.*(?:\.\.|\/\/|\/\.|\.lock\/))(?!.*(?:\.lock|[./])$)\w[\w./+-]*$/,
    'git takes no branch of that name',
  );

export const entrySchema = z.strictObject(
  {
    id: ID.describe('Unique; names the log and, where nothing else does, the worktree and the branch.'),
    command: COMMAND.describe('A line, split into words without a shell, or a list of words.').optional(),
    role: text('the name of a role').describe('The role agent that gets the prompt; developer by default.').optional(),
    prompt: text('a path').describe("A file with the task's text, from the directory of the plan.").optional(),
    depends_on: IDS.describe('Ids of the tasks that have to succeed before.').optional(),
    retries: z
      .int({ error: expected('a whole number') })
      .min(0, 'expected 0 or more')
      .max(100, 'expected at most 100')
      .describe('Extra attempts after the first.')
      .optional(),
    timeout: TIMEOUT.describe('Of one attempt: seconds, or a duration such as 30s, 5m or 1h30m.').optional(),
    worktree: WORKTREE.describe('`none` runs in the directory of the plan, without worktree and branch.').optional(),
    branch: BRANCH.describe('By default task/ and the name of the worktree.').optional(),
    env: z
      .record(CHECK_VARIABLE, WORD, { error: expected('a map of variables') })
      .describe('Variables that the command or the agent gets besides its usual ones.')
      .optional(),
  },
  { error: expected('a map that begins with an id') },
);

export const planSchema = z.strictObject(
  {
    title: text().max(200, 'expected at most 200 characters').describe('What people call the plan.').optional(),
    tasks: z.array(entrySchema, { error: expected('a list of tasks') }).min(1, 'expected one task or more'),
    delivery: z
      .enum(PLAN_DELIVERIES, { error: expected(`one of: ${PLAN_DELIVERIES.join(', ')}`) })
      .describe('What becomes of the branches; with none they are yours.')
      .optional(),
  },
  { error: expected('`tasks:`, a list of tasks') },
);
