import { MIGRATION_APPROVAL } from '../domain/document/fixed-documents.ts';
import type { Artifact } from '../domain/evidence.ts';
import { visibleText } from '../domain/text/visible-text.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { notFound } from './documents.ts';
import { fail, type Gate, pass, pending, type Subject } from './gate.ts';

export const migrationApproved: Gate<'decision'> = {
  name: 'migration-approved',
  artifact: MIGRATION_APPROVAL,
  fields: ['approved', 'by', 'date'],
  description: 'A person has approved the migration: `approved: true`, who and when, or `task approve`.',
  needs: ['decision'],
  judge: ({ decision: { file, isAwaited } }, task) => {
    if (isAwaited && (isNowhere(file) || isOfAnother(file, task)))
      return pending(`a person approves the migration (task approve ${task.id}) or rejects it with a reason`);
    return judgeApproval(file);
  },
};

const judgeApproval = (file: Artifact): GateAnswer => {
  if (file.status === 'missing') return fail(notFound(file));
  if (file.status === 'unreadable') return fail(`${file.path}: ${file.problem}`);
  const approved = own(file, 'approved');
  if (approved === undefined || approved === null) return fail(`${file.path}: no \`approved\` in the frontmatter`);
  if (approved !== true) {
    return fail(approved === false ? `${file.path}: not approved` : `${file.path}: \`approved\` is no YAML boolean`);
  }
  const by = textOf(own(file, 'by') ?? own(file, 'who'));
  if (by === '') return fail(`${file.path}: \`by\` does not say who`);
  const date = textOf(own(file, 'date') ?? own(file, 'when'));
  if (!saysWhen(date)) return fail(`${file.path}: \`date\` does not say when, as 2026-01-31 does`);
  return pass(`approved by ${by} on ${date}`, { approvedBy: by });
};

/** What stands in its place and is no file is no approval either, but nothing that the harness would write over unasked. */
const isNowhere = (file: Artifact): boolean => file.status === 'missing' && file.instead === undefined;

/** What the harness writes down is about one candidate; what a person commits is about the migration, whatever its state (INV-2). */
const isOfAnother = (file: Artifact, { candidate }: Subject): boolean => {
  const about = own(file, 'candidate');
  return about !== undefined && about !== candidate;
};

const own = (file: Artifact, field: string): unknown =>
  file.status === 'read' && Object.hasOwn(file.fields, field) ? file.fields[field] : undefined;

const textOf = (value: unknown): string => (typeof value === 'string' ? visibleText(value) : '');

/** A day that the calendar has, alone or with a time. Whether it is over is not asked: clocks differ. */
const saysWhen = (text: string): boolean => {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|[T ]\d{2}:\d{2})/.exec(text)?.[0];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${day}T`);
};
