import { compilePolicy, type Policy } from './compile-policy.ts';
import { PolicyFileSchema } from './policy-file.ts';

export type { Policy } from './compile-policy.ts';

/**
 * Reads a parsed `policy.yaml` and compiles it for judging. Issues carry the path of the faulty value, from which the
 * loader finds the line: unknown keys, unreadable options and patterns, unknown option sets, a command that the same
 * file denies, one option with two meanings.
 */
export const PolicySchema = PolicyFileSchema.transform((file, context): Policy => {
  const { policy, faults } = compilePolicy(file);
  for (const { path, message } of faults) context.addIssue({ code: 'custom', path: [...path], message });
  return policy;
});
