import type { GuardFacts } from '../domain/guarded-command.ts';
import type { ArgumentKind, KindName } from './argument-pattern.ts';
import { invisibleFault, structureFault } from './characters.ts';
import { pathRefusal } from './path-rules.ts';
import { branchRefusal, isMainBranch, isRevision, isTaskBranch, slugOfTaskBranch } from './ref-rules.ts';
import type { Refusal } from './refusal.ts';

/** Says why a word is not of a kind, or null when it is. */
type KindCheck = (value: string, facts: GuardFacts) => Refusal | null;

/** Whether values of this kind are paths whose real place the facts must know. */
export function isPathKind(kind: ArgumentKind): boolean {
  return (
    kind.type === 'kind' && (kind.name === 'path' || kind.name === 'test-path' || kind.name === 'revision-or-path')
  );
}

/** The file part of `tests/test_a.py::test_b`, where test runners add a test's name to a path. */
export function filePart(kind: ArgumentKind, value: string): string {
  return kind.type === 'kind' && kind.name === 'test-path' ? (value.split('::')[0] ?? value) : value;
}

/** Checks one word against the kind that its place asks for. */
export function kindRefusal(kind: ArgumentKind, value: string, facts: GuardFacts): Refusal | null {
  if (kind.type === 'words') {
    return kind.words.includes(value)
      ? null
      : refusal('argument.word', `"${value}" is not known here; known: ${kind.words.join(', ')}.`);
  }
  return CHECKS[kind.name](value, facts);
}

const CHECKS: Readonly<Record<KindName, KindCheck>> = {
  text: () => null,
  // A coding CLI would take `resume` or `update` for a sub-command of its own, and `-` for its standard input.
  prompt: (value) =>
    /^(?:-|[a-z][a-z-]{0,23})?$/.test(value.trim())
      ? refusal(
          'argument.prompt',
          'A prompt is a quoted text of several words: goal, constraints, checks and what counts as done.',
        )
      : null,
  'script-argument': (value) =>
    invisibleFault(value) ??
    (/^[^$`"\\!;&|<>(){}\n\r\t]*$/.test(value)
      ? null
      : refusal(
          'argument.script',
          `"${value}" would reach a shell by way of the package manager; arguments of scripts hold no shell characters.`,
        )),
  word: (value) =>
    structureFault(value) ??
    (/^[A-Za-z0-9@][\w.,:=+@%/-]*$/.test(value) && !value.includes('..')
      ? null
      : refusal('argument.word', `"${value}" is not a plain word.`)),
  number: (value) => (/^\d{1,9}$/.test(value) ? null : refusal('argument.number', `"${value}" is not a number.`)),
  path: (value, facts) => pathRefusal(value, facts),
  'test-path': (value, facts) => pathRefusal(filePart({ type: 'kind', name: 'test-path' }, value), facts),
  revision: (value) => revisionRefusal(value),
  'revision-or-path': (value, facts) =>
    (isRevision(value) ? null : revisionOrPathSyntax(value)) ?? pathRefusal(value, facts),
  branch: (value) => branchRefusal(value),
  'ref-pattern': (value) =>
    structureFault(value) ??
    (/^[\w*?][\w*?./[\]-]*$/.test(value) ? null : refusal('ref.syntax', `"${value}" is not a pattern of refs.`)),
  'sort-key': (value) =>
    /^-?[a-z][\w:.-]*$/i.test(value)
      ? signatureRefusal(/signature/i, value)
      : refusal('argument.word', `"${value}" is not a key to sort by.`),
  format: (value) => signatureRefusal(/%[-+ ]?G|\(\*?signature/, value),
  'main-branch': (value, facts) =>
    value === facts.mainBranch
      ? null
      : refusal('ref.main-only', `Only main's branch, ${facts.mainBranch}, is allowed here, not "${value}".`),
  'base-ref': (value, facts) =>
    value === facts.mainBranch || value === `origin/${facts.mainBranch}`
      ? null
      : refusal(
          'ref.base-only',
          `Only ${facts.mainBranch} or origin/${facts.mainBranch} is allowed here, not "${value}".`,
        ),
  'task-branch': (value, facts) => taskBranchRefusal(value, facts),
  'own-branch': (value, facts) => taskBranchRefusal(value, facts) ?? otherTaskRefusal(value, facts),
  'worktree-path': (value, facts) => worktreeRefusal(value, facts.worktrees),
  'task-worktree-path': (value) => worktreeRefusal(value, []),
  script: (value, facts) =>
    facts.scripts.includes(value)
      ? null
      : refusal(
          'argument.script',
          `package.json has no script "${value}"; it has ${facts.scripts.length > 0 ? facts.scripts.join(', ') : 'none'}.`,
        ),
  package: (value) =>
    /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*(?:@[\w.^~<>=*+-]+)?$/.test(value)
      ? null
      : refusal(
          'argument.package',
          `"${value}" is not a package name from the registry; paths, URLs and aliases are refused.`,
        ),
};

/** To show or to sort by a signature git starts the program that checks it. */
function signatureRefusal(asked: RegExp, value: string): Refusal | null {
  return asked.test(value)
    ? refusal('argument.signature', 'It would run a program to check signatures; leave signatures out.')
    : null;
}

function revisionRefusal(value: string): Refusal | null {
  return (
    structureFault(value.split(':')[0] ?? value) ??
    (isRevision(value)
      ? null
      : refusal('ref.syntax', `"${value}" is not a revision; write e.g. HEAD~2, main..HEAD or origin/main.`))
  );
}

/** What is no revision has to be spelled like a path; the place is checked in both cases, for git takes either. */
function revisionOrPathSyntax(value: string): Refusal | null {
  return value.startsWith('-') ? refusal('ref.syntax', `"${value}" is neither a revision nor a path.`) : null;
}

function taskBranchRefusal(value: string, facts: GuardFacts): Refusal | null {
  const fault = structureFault(value);
  if (fault) return fault;
  if (isMainBranch(value, facts)) {
    return refusal(
      'ref.main',
      `That would move ${facts.mainBranch}, main's branch, or make it point elsewhere; main moves by merges of the harness only.`,
    );
  }
  return isTaskBranch(value, facts)
    ? null
    : refusal('ref.not-a-task', `"${value}" is not a task's branch; those are called task/<slug>.`);
}

function otherTaskRefusal(value: string, facts: GuardFacts): Refusal | null {
  const holder = `task-${slugOfTaskBranch(value) ?? ''}`;
  return holder !== facts.worktree.name && facts.worktrees.includes(holder)
    ? refusal('ref.other-task', `${value} belongs to the worktree ${holder}; use it there.`)
    : null;
}

function worktreeRefusal(value: string, existing: readonly string[]): Refusal | null {
  const fault = structureFault(value);
  if (fault) return fault;
  const name = worktreeName(value);
  if (name === 'main')
    return refusal('worktree.name-main', "The worktree main is the harness's own: it is neither made nor removed.");
  const known = /^task-[A-Za-z0-9][\w.-]*$/.test(name) || existing.includes(name);
  return known && !value.startsWith('-')
    ? null
    : refusal('worktree.name', `A task's worktree is called task-<slug>, e.g. ../task-greet; "${value}" is not.`);
}

/** The worktree that a path names: its last part. */
export function worktreeName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

function refusal(rule: string, reason: string): Refusal {
  return { rule, reason };
}
