import type { CommandMeaning, GuardDecision, GuardFacts, Judgement } from '../domain/guarded-command.ts';
import { kindRefusal } from './argument-kinds.ts';
import { bindArguments } from './argument-pattern.ts';
import { controlFault } from './characters.ts';
import type { Command, Policy, Rule } from './compile-policy.ts';
import { matchForms, meetsRequirements } from './forms.ts';
import { hardDenial } from './hard-denials.ts';
import { meaningOf } from './meanings.ts';
import { type ParsedArguments, parseOptions } from './options.ts';
import type { Refusal } from './refusal.ts';
import { fileRefusal } from './refused-files.ts';
import { resolveCommand } from './resolve-command.ts';

/**
 * Says whether an argv may run in a worktree, and why. The policy is closed (INV-6): deny wins over ask, ask over
 * allow, and what no form of a known command covers is denied. Never throws and reads nothing but its arguments.
 *
 * @param facts what `app` found out about the worktree; `facts.paths` has the place of each of `pathArguments(argv)`
 */
export function judge(argv: readonly string[], policy: Policy, facts: GuardFacts): Judgement {
  const fault = wordFault(argv) ?? hardDenial(argv);
  if (fault) return answer('deny', fault, argv);
  const resolution = resolveCommand(argv, policy);
  if (!resolution.ok) return answer('deny', resolution.refusal, argv);
  const { command, words } = resolution.resolved;

  const forms = command.forms.filter((form) => form.in.has(facts.worktree.kind));
  if (forms.length === 0) return answer('deny', placeRefusal(command, policy, facts), argv);
  const parsed = parseOptions(words, command);
  if (!parsed.ok) return answer('deny', parsed.refusal, argv);
  const result = matchForms(command, forms, parsed.value, facts);
  if (!result.ok) return answer('deny', result.refusal, argv);

  const { form, bound, decision } = result.match;
  const file = fileRefusal(form.refusedFiles, bound, facts);
  if (file) return answer('deny', file, argv);

  const meaning = meaningOf(result.match, argv[0] ?? '');
  const rules = policy.rules.filter((rule) => applies(rule, command, parsed.value, facts));
  const rule = rules.find(({ decision }) => decision === 'deny') ?? (decision === 'deny' ? undefined : rules[0]);
  if (rule) return answer(rule.decision, rule, argv, meaning);
  const reason = result.match.reason ?? `${command.name} is allowed here in this form.`;
  return answer(decision, { rule: form.rule, reason }, argv, meaning);
}

/** A reason quotes what was written, which may be anything. */
const LONGEST_REASON = 600;

function wordFault(argv: readonly string[]): Refusal | null {
  if (argv.length === 0) return { rule: 'parse.empty', reason: 'The command is empty.' };
  for (const word of argv) {
    const fault = controlFault(word);
    if (fault) return fault;
  }
  return null;
}

function placeRefusal(command: Command, policy: Policy, { worktree }: GuardFacts): Refusal {
  const reason = policy.places[worktree.kind] ?? `It is not open in a worktree of the kind ${worktree.kind}.`;
  const hint = command.hint ? ` ${command.hint}` : '';
  return {
    rule: `place.${worktree.kind}`,
    reason: `${command.name} does not run in ${worktree.name}. ${reason}${hint}`,
  };
}

function applies(rule: Rule, command: Command, written: ParsedArguments, facts: GuardFacts): boolean {
  if (command.name !== rule.command && !command.name.startsWith(`${rule.command} `)) return false;
  if (!rule.in.includes(facts.worktree.kind) || !meetsRequirements(rule.requires, written.options)) return false;
  if (!rule.arguments) return true;
  const bound = bindArguments(rule.arguments, written.positionals);
  return bound?.every(({ kind, value }) => kindRefusal(kind, value, facts) === null) ?? false;
}

function answer(
  decision: GuardDecision,
  { rule, reason }: Refusal,
  argv: readonly string[],
  meaning: CommandMeaning = { type: 'run' },
): Judgement {
  const shown = reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
  return { decision, rule, reason: shown, argv, meaning };
}
