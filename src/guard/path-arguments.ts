import { filePart, isPathKind } from './argument-kinds.ts';
import type { Policy } from './compile-policy.ts';
import { bindForm } from './forms.ts';
import { parseOptions } from './options.ts';
import { resolveCommand } from './resolve-command.ts';

/**
 * The words of an argv that the policy takes for paths, as they are written. `app` resolves each against the worktree,
 * following links, and hands the places back in `GuardFacts.paths`. Words that may be a revision or a path are among
 * them. Empty for a command that is refused whatever its paths are.
 */
export function pathArguments(argv: readonly string[], policy: Policy): string[] {
  const resolution = resolveCommand(argv, policy);
  if (!resolution.ok) return [];
  const { command, words } = resolution.resolved;
  const parsed = parseOptions(words, command);
  if (!parsed.ok) return [];
  const bound = command.forms.flatMap((form) => bindForm(form, parsed.value) ?? []);
  const paths = bound.filter(({ kind }) => isPathKind(kind)).map(({ kind, value }) => filePart(kind, value));
  return [...new Set(paths)];
}
