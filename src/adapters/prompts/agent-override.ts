import type { z } from 'zod';
import { isExactPath } from '../../domain/pipeline/write-scope.ts';
import { isWider, type WorkerAccess } from '../../domain/worker/access.ts';
import type { overrideSchema } from './agent-schema.ts';
import { invalidPrompt, type PromptDocument } from './prompt-document.ts';

type Override = PromptDocument<z.infer<typeof overrideSchema>>;

/** What a role may do after a target repository's word on it. */
interface Narrowed {
  readonly access: WorkerAccess;
  /** A path has to be inside these as well; null: the repository says nothing of it. */
  readonly narrowedTo: readonly string[] | null;
}

/**
 * Proves that a target repository only narrows a role (INV-6).
 * @throws OrchestratorError `prompt-invalid` when its word is wider than ours, or is about another role
 */
export function assertNarrower(
  target: Override,
  own: { readonly role: string; readonly access: WorkerAccess; readonly writes: readonly string[] | null },
): Narrowed {
  const { role = own.role, access = own.access, writes = null } = target.data;
  if (role !== own.role)
    throw invalidPrompt(target.file, target.placeOf('role'), `the role is "${own.role}", not "${role}"`);
  if (isWider(access, own.access)) {
    const problem = `\`access: ${access}\` is wider than ${own.access}; a repository may only narrow it`;
    throw invalidPrompt(target.file, target.placeOf('access'), problem);
  }
  const wider = (writes ?? []).find((glob) => isSurelyWider(glob, own.writes));
  if (wider !== undefined) {
    const problem = `\`writes\`: "${wider}" is wider than ${own.writes?.join(', ')}; a repository may only narrow it`;
    throw invalidPrompt(target.file, target.placeOf('writes'), problem);
  }
  return { access, narrowedTo: writes };
}

/** Where both sides are globs nobody can tell at a glance: there a path has to be inside both, which widens nothing. */
const isSurelyWider = (glob: string, own: readonly string[] | null): boolean =>
  own?.every(isExactPath) === true && !glob.startsWith('!') && !own.includes(glob);
