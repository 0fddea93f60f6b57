import type { GuardFacts } from '../domain/guarded-command.ts';
import { pathFault } from './characters.ts';
import type { Refusal } from './refusal.ts';

/**
 * Refuses a path that does not lead into the command's own worktree. The place comes from the facts, which follow
 * links; the spelling is checked here, so that a path cannot be taken for an option or for pathspec magic.
 */
export function pathRefusal(path: string, facts: GuardFacts): Refusal | null {
  const fault = pathFault(path);
  if (fault) return fault;
  if (path === '' || path.startsWith('-'))
    return { rule: 'path.syntax', reason: `"${path}" is not a path; write ./${path || '<name>'}.` };
  if (path.startsWith(':'))
    return { rule: 'path.magic', reason: `"${path}" begins with a colon, which is magic to git; name plain paths.` };
  if (path.split(/[\\/]/).some((part) => part.toLowerCase() === '.git')) return gitDirRefusal(path);
  const place = Object.hasOwn(facts.paths, path) ? facts.paths[path] : undefined;
  switch (place) {
    case 'worktree':
      return null;
    case 'git-dir':
      return gitDirRefusal(path);
    case 'other-worktree':
      return {
        rule: 'path.other-worktree',
        reason: `"${path}" lies in another worktree; call the tool with that worktree instead.`,
      };
    case 'outside':
    case undefined:
      return {
        rule: 'path.outside',
        reason: `"${path}" leads out of the worktree ${facts.worktree.name}; only paths inside it are allowed.`,
      };
  }
}

function gitDirRefusal(path: string): Refusal {
  return {
    rule: 'path.git-dir',
    reason: `"${path}" is git's own directory, which nobody reads or edits by path; use git's commands.`,
  };
}
