import type { GuardFacts } from '../domain/guarded-command.ts';
import { isPathKind } from './argument-kinds.ts';
import type { BoundArgument } from './argument-pattern.ts';
import type { Refusal } from './refusal.ts';

/** Files that a command does not show, known by their names: what they hold must not reach a prompt or a log (INV-12). */
export interface RefusedFiles extends Refusal {
  readonly names: readonly RegExp[];
  readonly except: readonly RegExp[];
}

/** `.env.*` as names are compared with it: whole, and in upper or lower case, for some file systems know no difference. */
export const fileNamePattern = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`, 'is');

/** Refuses where one of the paths ends in such a name, as it is written or where it leads. */
export const fileRefusal = (
  files: RefusedFiles | null,
  bound: readonly BoundArgument[],
  { names }: Pick<GuardFacts, 'names'>,
): Refusal | null => {
  if (files === null) return null;
  const isRefused = (name: string): boolean =>
    files.names.some((pattern) => pattern.test(name)) && !files.except.some((pattern) => pattern.test(name));
  const namesOf = (path: string): readonly string[] => [
    fileName(path),
    ...(Object.hasOwn(names, path) ? [names[path] ?? ''] : []),
  ];
  return bound.some(({ kind, value }) => isPathKind(kind) && namesOf(value).some(isRefused)) ? files : null;
};

/** Of `a/.env`, `./.env` and `.env/.` alike. */
const fileName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '' && part !== '.') ?? '';
