import type { GuardFacts } from '../domain/guarded-command.ts';
import { pathFault, structureFault } from './characters.ts';
import type { Refusal } from './refusal.ts';

const TASK_BRANCH = /^task\/([A-Za-z0-9][\w.-]*)$/;
const REVISION = /^\^?[\w@][\w./@{}^~+-]*$/;

/** Whether a name is the branch of the role `main`, under any of the spellings that git resolves to it. */
export function isMainBranch(name: string, facts: GuardFacts): boolean {
  const short = name.replace(/^(?:refs\/)?heads\//, '');
  return short.toLowerCase() === facts.mainBranch.toLowerCase();
}

/** Whether a branch is a task's: `task/<slug>`, or one that the facts name. */
export function isTaskBranch(name: string, facts: GuardFacts): boolean {
  if (isMainBranch(name, facts) || branchRefusal(name)) return false;
  return TASK_BRANCH.test(name) || facts.taskBranches.includes(name);
}

/** `greet` for `task/greet`, null for a task's branch of another name. */
export function slugOfTaskBranch(name: string): string | null {
  return TASK_BRANCH.exec(name)?.[1] ?? null;
}

/** A branch name by the rules of `git check-ref-format`, without a colon: a refspec is no branch. */
export function branchRefusal(name: string): Refusal | null {
  const fault = structureFault(name);
  if (fault) return fault;
  if (name.includes(':') || name.startsWith('+')) {
    return {
      rule: 'ref.refspec',
      reason: `"${name}" is a refspec, which could make main point elsewhere; name a branch of origin only.`,
    };
  }
  const valid = /^[\w][\w./+-]*$/.test(name) && !/\.\.|\/\/|\/\.|\.lock(?:\/|$)|[./]$/.test(name);
  return valid ? null : { rule: 'ref.syntax', reason: `"${name}" is not the name of a branch.` };
}

/** `HEAD~2`, `main..task/x`, `origin/main^`, `HEAD:src/a.ts`; nothing that could be an option. */
export function isRevision(value: string): boolean {
  const colon = value.indexOf(':');
  if (colon < 0) return REVISION.test(value);
  return colon > 0 && REVISION.test(value.slice(0, colon)) && pathFault(value.slice(colon + 1)) === null;
}
