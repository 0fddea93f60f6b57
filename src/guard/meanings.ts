import type { CommandMeaning } from '../domain/guarded-command.ts';
import { worktreeName } from './argument-kinds.ts';
import type { BoundArgument, KindName } from './argument-pattern.ts';
import type { FormMatch } from './forms.ts';

/**
 * What a command that fits a form means to the orchestrator. The parts are found by their kinds, so a form that means
 * more than "run" has to name a `worktree-path` or a `task-branch` among its arguments.
 *
 * @param program the argv's first word, for coding agents
 */
export function meaningOf({ form, bound }: FormMatch, program: string): CommandMeaning {
  switch (form.meaning) {
    case 'run':
      return { type: 'run' };
    case 'create-worktree':
      return {
        type: 'create-worktree',
        worktree: worktreeName(firstOf(bound, 'worktree-path') ?? ''),
        branch: firstOf(bound, 'task-branch'),
        base: firstOf(bound, 'revision'),
      };
    case 'remove-worktree':
      return { type: 'remove-worktree', worktree: worktreeName(firstOf(bound, 'task-worktree-path') ?? '') };
    case 'merge-task':
      return {
        type: 'merge-task',
        branch: firstOf(bound, 'task-branch') ?? '',
        message: allOf(bound, 'text').join('\n\n') || null,
      };
    case 'run-agent':
      return { type: 'run-agent', cli: program };
  }
}

function firstOf(bound: readonly BoundArgument[], name: KindName): string | null {
  return allOf(bound, name)[0] ?? null;
}

function allOf(bound: readonly BoundArgument[], name: KindName): string[] {
  return bound.flatMap(({ kind, value }) => (kind.type === 'kind' && kind.name === name ? [value] : []));
}
