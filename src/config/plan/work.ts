import type { PlanWork } from '../../domain/plan/plan.ts';
import type { PlanDraft } from './drafts.ts';
import { inTask, type PlanMistake, quoted, unknownName } from './mistake.ts';
import type { PlanPrompt } from './prompt.ts';

/** What a task's work may refer to. */
export interface WorkSurroundings extends CommandRules {
  /** The role agents by name. */
  readonly roles: readonly string[];
  readonly prompt: (path: string) => PlanPrompt;
}

/** The guard's word on commands. */
interface CommandRules {
  /** The words of a line without a shell, or why it has none. */
  readonly splitCommand: (
    line: string,
  ) => { readonly ok: true; readonly argv: readonly string[] } | ({ readonly ok: false } & Refusal);
  /** What is refused even where a person wrote it (INV-6). */
  readonly hardDenial: (argv: readonly string[]) => Refusal | null;
}

interface Refusal {
  readonly rule: string;
  readonly reason: string;
}

type Outcome = { readonly work: PlanWork } | { readonly mistakes: readonly PlanMistake[] };

const STANDARD_ROLE = 'developer';

/** What a task runs, or everything that is wrong with it; no mistakes and no work where the schema has complained already. */
export const workOf = (draft: PlanDraft, surroundings: WorkSurroundings): Outcome => {
  const { index, written, entry } = draft;
  const prompt = entry.prompt === undefined ? null : surroundings.prompt(entry.prompt);
  const command = entry.command === undefined ? null : wordsOf(entry.command, surroundings);
  const mistakes = [
    ...combinationMistakes(draft),
    ...problemAt(inTask(index, 'command'), command),
    ...roleMistakes(draft, surroundings),
    ...problemAt(inTask(index, 'prompt'), prompt),
  ];
  if (mistakes.length > 0) return { mistakes };
  if (command !== null && 'argv' in command) {
    const promptFile = prompt !== null && 'file' in prompt ? prompt.file : null;
    return { work: { type: 'command', argv: command.argv, promptFile } };
  }
  if (written.has('command') || prompt === null || 'problem' in prompt) return { mistakes: [] };
  return { work: { type: 'agent', role: entry.role ?? STANDARD_ROLE, prompt: prompt.text, promptFile: prompt.file } };
};

const problemAt = (path: PlanMistake['path'], found: Words | PlanPrompt | null): readonly PlanMistake[] =>
  found !== null && 'problem' in found ? [{ path, message: found.problem }] : [];

const combinationMistakes = ({ index, written }: PlanDraft): readonly PlanMistake[] => {
  const atRole = (message: string): PlanMistake => ({ path: inTask(index, 'role'), atKey: true, message });
  if (written.has('command'))
    return written.has('role') ? [atRole('"role" and "command" exclude each other: a command needs no agent')] : [];
  // Of what has no key at all the schema says already that it is no task.
  if (written.has('prompt') || written.size === 0) return [];
  return written.has('role')
    ? [atRole('a role needs a "prompt", a file that says what to do')]
    : [{ path: inTask(index), message: 'nothing to do: give a "command", or a "prompt" for an agent' }];
};

const roleMistakes = ({ index, entry: { role } }: PlanDraft, { roles }: WorkSurroundings): readonly PlanMistake[] =>
  role === undefined || roles.includes(role)
    ? []
    : [{ path: inTask(index, 'role'), message: unknownName('role', role, roles) }];

/** Rules of the guard's parser that are about what a shell would do. */
const SHELL_RULES: ReadonlySet<string> = new Set(
  ['operator', 'expansion', 'glob', 'brace', 'history', 'backslash', 'tilde', 'comment'].map((name) => `parse.${name}`),
);

type Words = { readonly argv: readonly string[] } | { readonly problem: string };

/** A line is never given to a shell; where it needs one, the writer has to name it. */
const wordsOf = (command: string | readonly string[], rules: CommandRules): Words => {
  if (typeof command !== 'string') return permitted(command, rules);
  const split = rules.splitCommand(command);
  if (split.ok) return permitted(split.argv, rules);
  const script = permitted(['sh', '-c', command], rules);
  if ('problem' in script) return script;
  if (!SHELL_RULES.has(split.rule)) return { problem: split.reason };
  const list = `[${script.argv.map(quoted).join(', ')}]`;
  return { problem: `this needs a shell and is given to none: write ${list}, or quote what is only text` };
};

/** A person's command runs as it is written, but for what nobody may (INV-6). */
const permitted = (argv: readonly string[], { hardDenial }: CommandRules): Words => {
  const denial = hardDenial(argv);
  if (denial !== null) return { problem: `refused (${denial.rule}): ${denial.reason}` };
  return argv[0] === '' ? { problem: 'the name of the program is empty' } : { argv };
};
