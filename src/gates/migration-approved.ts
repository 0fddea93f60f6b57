import { MIGRATION_APPROVAL } from '../domain/document/fixed-documents.ts';
import type { Artifact } from '../domain/evidence.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { fail, type Gate, pass, pending, type Subject } from './gate.ts';

export const migrationApproved: Gate<'decision'> = {
  name: 'migration-approved',
  artifact: MIGRATION_APPROVAL,
  fields: ['approved', 'by', 'date'],
  description: 'A person has approved the migration: `approved: true`, who and when, or `task approve`.',
  needs: ['decision'],
  judge: ({ decision: { file, isAwaited } }, task) => {
    if (isAwaited && (file.status === 'missing' || isOfAnother(file, task)))
      return pending(`a person approves the migration (task approve ${task.id}) or rejects it with a reason`);
    return judgeApproval(file);
  },
};

const judgeApproval = (file: Artifact): GateAnswer => {
  if (file.status === 'missing') return fail(`${file.path} not found`);
  if (file.status === 'unreadable') return fail(`${file.path}: ${file.problem}`);
  const approved = own(file, 'approved');
  if (approved === undefined || approved === null) return fail(`${file.path}: no \`approved\` in the frontmatter`);
  if (approved !== true) {
    return fail(approved === false ? `${file.path}: not approved` : `${file.path}: \`approved\` is no YAML boolean`);
  }
  const by = textOf(own(file, 'by'));
  const date = textOf(own(file, 'date'));
  if (by === null || date === null)
    return fail(`${file.path}: \`${by === null ? 'by' : 'date'}\` does not say ${by === null ? 'who' : 'when'}`);
  return pass(`approved by ${by} on ${date}`, { approvedBy: by });
};

/** What the harness writes down is about one candidate; what a person commits is about the migration, whatever its state (INV-2). */
const isOfAnother = (file: Artifact, { candidate }: Subject): boolean => {
  const about = own(file, 'candidate');
  return about !== undefined && about !== candidate;
};

const own = (file: Artifact, field: string): unknown =>
  file.status === 'read' && Object.hasOwn(file.fields, field) ? file.fields[field] : undefined;

const textOf = (value: unknown): string | null => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};
