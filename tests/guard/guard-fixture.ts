import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parse } from 'yaml';
import type { GuardFacts, Judgement, PathPlace, WorktreeKind } from '../../src/domain/guarded-command.ts';
import { judge } from '../../src/guard/judge.ts';
import { parseCommand } from '../../src/guard/parse-command.ts';
import { pathArguments } from '../../src/guard/path-arguments.ts';
import { type Policy, PolicySchema } from '../../src/guard/policy-schema.ts';

export const POLICY_TEXT = readFileSync(join(import.meta.dirname, '../../.openclaw/policy.yaml'), 'utf8');

/** The product's own policy, as the program loads it. */
export const POLICY: Policy = PolicySchema.parse(parse(POLICY_TEXT));

const KINDS: Readonly<Record<string, WorktreeKind>> = {
  main: 'main',
  'task-a': 'task',
  'task-b': 'task',
  legacy: 'other',
};

/** Links of the imagined worktrees; everything else lies where its spelling says. */
const LINKS: Readonly<Record<string, PathPlace>> = {
  'link-out': 'outside',
  'link-git': 'git-dir',
  'link-main': 'other-worktree',
};

/** Links to a file of another name in the same worktree. */
const NAMES: Readonly<Record<string, string>> = { 'link-env': '.env', 'link-readme': 'README.md' };

/** A base directory with `main`, two tasks' worktrees and one that belongs to no task, all imagined. */
export function factsFor(
  worktree: string,
  paths: readonly string[] = [],
  change: Partial<GuardFacts> = {},
): GuardFacts {
  return {
    worktree: { name: worktree, kind: KINDS[worktree] ?? 'other', uncommitted: false },
    mainBranch: 'main',
    taskBranches: ['task/a', 'task/b', 'feature/special'],
    worktrees: Object.keys(KINDS),
    paths: Object.fromEntries(paths.map((path) => [path, placeOf(path, worktree)])),
    names: Object.fromEntries(paths.map((path) => [path, NAMES[path] ?? posix.basename(path)])),
    scripts: ['test', 'build', 'lint', 'test:unit'],
    permissions: { dependencyChanges: false },
    ...change,
  };
}

/** Does what the application does with a line: parse, find the paths, collect facts, judge. */
export function decide(
  worktree: string,
  line: string,
  policy: Policy = POLICY,
  change: Partial<GuardFacts> = {},
): Judgement {
  const parsed = parseCommand(line);
  if (!parsed.ok) {
    const { rule, reason } = parsed;
    return { decision: 'deny', rule, reason, argv: [], meaning: { type: 'run' } };
  }
  return judge(parsed.argv, policy, factsFor(worktree, pathArguments(parsed.argv, policy), change));
}

/** As `decide`, for words that never were a line. */
export function decideArgv(worktree: string, argv: readonly string[], policy: Policy = POLICY): Judgement {
  return judge(argv, policy, factsFor(worktree, pathArguments(argv, policy)));
}

function placeOf(path: string, worktree: string): PathPlace {
  const real = posix.resolve(`/base/${worktree}`, path);
  const inside = posix.relative(`/base/${worktree}`, real);
  const link = LINKS[inside.split('/')[0] ?? ''];
  if (link) return link;
  if (inside !== '..' && !inside.startsWith('../')) return 'worktree';
  return /^\/base\/(?:main|task-|legacy)/.test(real) ? 'other-worktree' : 'outside';
}
