import type { Artifact } from '../domain/evidence.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { verdictValue } from '../domain/verdict/verdict-value.ts';
import { notFound } from './documents.ts';
import { fail } from './gate.ts';

/** Fields of a report, or the gate's answer where they cannot be read. */
export type FieldReading<Name extends string> =
  | { readonly ok: true; readonly values: Readonly<Record<Name, string>>; readonly report: string }
  | { readonly ok: false; readonly answer: GateAnswer };

/** Reads verdict fields of a report: upper case without spaces around; a field that is not there is empty. */
export const readReportFields = <Name extends string>(
  artifact: Artifact,
  names: readonly Name[],
): FieldReading<Name> => {
  if (artifact.status === 'missing') return { ok: false, answer: unusable(notFound(artifact)) };
  if (artifact.status === 'unreadable') return { ok: false, answer: unusable(`${artifact.path}: ${artifact.problem}`) };
  const values: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const read = verdictValue(Object.hasOwn(artifact.fields, name) ? artifact.fields[name] : undefined);
    if (!read.ok) return { ok: false, answer: unusable(`${artifact.path}: ${name} ${read.problem}`) };
    values[name] = read.value;
  }
  return { ok: true, values: values as Record<Name, string>, report: artifact.text };
};

/** The report says nothing that a gate could go by: its role writes it again. */
export const unusable = (reason: string): GateAnswer => fail(reason, { unusable: true });
