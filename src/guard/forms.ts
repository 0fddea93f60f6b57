import type { GuardDecision, GuardFacts } from '../domain/guarded-command.ts';
import { kindRefusal } from './argument-kinds.ts';
import { type BoundArgument, bindArguments } from './argument-pattern.ts';
import type { Command, Form, Requirement } from './compile-policy.ts';
import type { ParsedArguments, PresentOption } from './options.ts';
import type { Refusal } from './refusal.ts';

export interface FormMatch {
  readonly form: Form;
  readonly bound: readonly BoundArgument[];
  /** The form's own, where it holds now. */
  readonly decision: GuardDecision;
  readonly reason: string | null;
}

export type FormResult =
  | { readonly ok: true; readonly match: FormMatch }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The forms of a command that the written arguments fit. Deny wins over ask, ask over allow (INV-6). Where none fits,
 * the refusal is that of the form that came closest.
 */
export function matchForms(
  command: Command,
  forms: readonly Form[],
  written: ParsedArguments,
  facts: GuardFacts,
): FormResult {
  let closest: Miss = { depth: 0, refusal: usage(command, forms, facts) };
  const matches: FormMatch[] = [];
  for (const form of forms) {
    const result = matchForm(form, written, facts);
    if (result && 'bound' in result) matches.push(result);
    else if (result && result.depth > closest.depth) closest = result;
  }
  const match =
    matches.find(({ decision }) => decision === 'deny') ??
    matches.find(({ decision }) => decision === 'ask') ??
    matches[0];
  return match ? { ok: true, match } : { ok: false, refusal: closest.refusal };
}

/**
 * Whether all required options are present, each with the value that is asked for. Of an option that was written twice
 * any value counts: some programs take the first, some the last.
 */
export function meetsRequirements(requires: readonly Requirement[], options: readonly PresentOption[]): boolean {
  return requires.every((required) =>
    options.some(
      ({ spec, value }) => spec.names.includes(required.name) && (required.value === null || value === required.value),
    ),
  );
}

interface Miss {
  /** How far the form fitted: the further, the more its refusal helps. */
  readonly depth: number;
  readonly refusal: Refusal;
}

/**
 * The values and arguments of a form, in their places, or null when the written options or the number of arguments do
 * not fit it. What they are is not checked yet.
 */
export function bindForm(form: Form, written: ParsedArguments): BoundArgument[] | null {
  if (!written.options.every(({ spec }) => form.options.has(spec))) return null;
  if (!meetsRequirements(form.requires, written.options)) return null;
  const bound = bindArguments(form.arguments, written.positionals);
  const values = written.options.flatMap(({ spec, value }) =>
    spec.kind && value !== null ? [{ kind: spec.kind, value }] : [],
  );
  return bound && [...values, ...bound];
}

function matchForm(form: Form, written: ParsedArguments, facts: GuardFacts): FormMatch | Miss | null {
  const bound = bindForm(form, written);
  if (!bound) return null;
  for (const { kind, value } of bound) {
    const refusal = kindRefusal(kind, value, facts);
    // What is refused anyway says nothing of how to write it.
    if (refusal) return form.decision === 'deny' ? null : { depth: 1 + form.requires.length, refusal };
  }
  if (form.permission === 'dependency-changes' && !facts.permissions.dependencyChanges) {
    return {
      depth: 10,
      refusal: {
        rule: 'permission.dependency-changes',
        reason: form.reason ?? 'The task does not allow changes of dependencies.',
      },
    };
  }
  const { decision, reason } = decisionNow(form, facts);
  return { form, bound, decision, reason };
}

function decisionNow(form: Form, { worktree }: GuardFacts): Pick<FormMatch, 'decision' | 'reason'> {
  const holds = !form.whileUncommitted || worktree.uncommitted;
  return holds ? { decision: form.decision, reason: form.reason } : { decision: 'allow', reason: null };
}

function usage(command: Command, forms: readonly Form[], { worktree }: GuardFacts): Refusal {
  const open = forms.filter(({ decision }) => decision !== 'deny').map((form) => synopsis(command, form));
  const hint = command.hint ? ` ${command.hint}` : '';
  return {
    rule: `${command.rule}.usage`,
    reason: `${command.name} is not open in this form. Open in a ${worktree.kind} worktree: ${[...new Set(open)].join('; ')}.${hint}`,
  };
}

function synopsis(command: Command, form: Form): string {
  const required = form.requires.map(({ name, value }) => (value === null ? name : `${name}=${value}`));
  return [command.name, ...required, form.arguments.source].filter((part) => part !== '').join(' ');
}
