import type { CallOrder } from './lead-tool.ts';

/** In main these make and remove worktrees and branches or move main, by whatever name a task's branch goes. */
const TOUCHES_ALL = /\b(merge|worktree|pull|fetch|branch)\b/;

/**
 * What a command of the lead must not overtake within its turn (INV-15): the calls on its worktree, and those on the tasks whose
 * worktree or branch a git command names.
 */
export const orderOfCommand = (worktree: string, command: string): CallOrder => {
  if (worktree === 'main' && TOUCHES_ALL.test(command)) return 'everything';
  const named = /^\s*git\b/.test(command) ? [...command.matchAll(/\btask[-/]([\w.-]+)/g)] : [];
  return [...new Set([worktree, ...named.map(([, slug]) => `task-${slug}`)])];
};
