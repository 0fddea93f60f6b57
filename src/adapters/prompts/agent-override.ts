import { z } from 'zod';
import type { WorkerAccess } from '../../ports/worker.ts';
import { invalidPrompt, type PromptDocument } from './prompt-document.ts';

/** What a target repository's own agent file may say. Worker, command, environment and network are not among it. */
export const overrideSchema = z.strictObject({
  role: z.string().optional(),
  description: z.string().min(1).optional(),
  access: z.enum(['read-only', 'workspace-write', 'full']).optional(),
  variables: z.array(z.string()).default([]),
});

const WIDTH: Readonly<Record<WorkerAccess, number>> = { 'read-only': 0, 'workspace-write': 1, full: 2 };

/**
 * The access of a role after a target repository's word on it.
 * @throws OrchestratorError `prompt-invalid` when that word is wider than ours, or is about another role
 */
export function assertNarrower(
  target: PromptDocument<z.infer<typeof overrideSchema>>,
  own: { readonly role: string; readonly access: WorkerAccess },
): WorkerAccess {
  const { role = own.role, access = own.access } = target.data;
  if (role !== own.role)
    throw invalidPrompt(target.file, target.lineOf('role'), `the role is "${own.role}", not "${role}"`);
  if (WIDTH[access] > WIDTH[own.access]) {
    const problem = `\`access: ${access}\` is wider than ${own.access}; a repository may only narrow it`;
    throw invalidPrompt(target.file, target.lineOf('access'), problem);
  }
  return access;
}
