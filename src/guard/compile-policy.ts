import type { GuardDecision, WorktreeKind } from '../domain/guarded-command.ts';
import type { ArgumentPattern } from './argument-pattern.ts';
import type { OptionSpec } from './option-spec.ts';
import type { PolicyFile } from './policy-file.ts';
import { fileNamePattern, type RefusedFiles } from './refused-files.ts';

/** An option that has to be present, with this value where one is named. */
export interface Requirement {
  readonly name: string;
  readonly value: string | null;
}

/** One way to write a command, as one line of a manual's synopsis: where, with what, and what the guard then says. */
export interface Form {
  readonly in: ReadonlySet<WorktreeKind>;
  readonly options: ReadonlySet<OptionSpec>;
  readonly requires: readonly Requirement[];
  readonly arguments: ArgumentPattern;
  readonly permission: 'dependency-changes' | null;
  readonly decision: GuardDecision;
  /** Decision and reason hold only while the worktree has uncommitted work. */
  readonly whileUncommitted: boolean;
  readonly refusedFiles: RefusedFiles | null;
  readonly rule: string;
  readonly reason: string | null;
  readonly meaning: 'run' | 'create-worktree' | 'remove-worktree' | 'merge-task' | 'run-agent';
}

/** A known command: its whole grammar, and the forms that are open. */
export interface Command {
  /** The words that name it, e.g. `git worktree add`. */
  readonly name: string;
  /** Its name as part of a rule, e.g. `git.worktree.add`. */
  readonly rule: string;
  readonly options: ReadonlyMap<string, OptionSpec>;
  readonly refused: ReadonlyMap<string, { readonly rule: string; readonly reason: string }>;
  /** How no word may begin, not even an option's value or one behind `--`. */
  readonly refusedStarts: ReadonlyMap<string, { readonly rule: string; readonly reason: string }>;
  readonly optionsEnd: 'never' | 'first-argument';
  readonly forms: readonly Form[];
  readonly hint: string | null;
}

/** A deny or ask rule on top of the commands, from this policy or from a target repository's. */
export interface Rule {
  readonly rule: string;
  readonly command: string;
  readonly in: readonly WorktreeKind[];
  readonly requires: readonly Requirement[];
  readonly arguments?: ArgumentPattern | undefined;
  readonly decision: 'ask' | 'deny';
  readonly reason: string;
}

/** The guard's policy, ready for judging. Made by `PolicySchema`, added to by `mergePolicies`. */
export interface Policy {
  readonly places: Readonly<Partial<Record<WorktreeKind, string>>>;
  /** By name and by alias. */
  readonly commands: ReadonlyMap<string, Command>;
  /** Programs whose first words select one of several commands. */
  readonly families: ReadonlySet<string>;
  readonly denied: ReadonlyMap<string, { readonly rule: string; readonly reason: string }>;
  readonly rules: readonly Rule[];
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Resolves option sets and aliases, and finds what contradicts itself. */
export function compilePolicy(file: PolicyFile): { policy: Policy; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const denied = new Map(
    file.denied.flatMap((group) =>
      group.commands.map((name) => [name, { rule: group.rule ?? ruleName(name), reason: group.reason }] as const),
    ),
  );
  const commands = new Map<string, Command>();
  for (const [name, entry] of Object.entries(file.commands)) {
    const path = ['commands', name];
    const command = compileCommand(name, entry, file, (key, message) =>
      faults.push({ path: [...path, ...key], message }),
    );
    for (const known of [name, ...entry.aliases]) {
      if (prefixesOf(known).some((prefix) => denied.has(prefix)))
        faults.push({ path, message: `"${known}" is denied in the same file` });
      if (commands.has(known)) faults.push({ path, message: `"${known}" is described twice` });
      commands.set(known, command);
    }
  }
  const families = new Set(
    [...commands.keys()].filter((name) => name.includes(' ')).map((name) => name.split(' ')[0] ?? name),
  );
  return { policy: { places: file.places, commands, families, denied, rules: file.rules }, faults };
}

/** `git`, `git worktree`, `git worktree add` for the last of them. */
export function prefixesOf(name: string): string[] {
  const words = name.split(' ');
  return words.map((_, index) => words.slice(0, index + 1).join(' '));
}

/** `git.worktree.add` for `git worktree add`. */
function ruleName(command: string): string {
  return command.split(' ').join('.');
}

type FileCommand = PolicyFile['commands'][string];
type FileForm = NonNullable<FileCommand['forms']>[number];
type Report = (path: readonly (string | number)[], message: string) => void;

const FORM_KEYS = [
  'arguments',
  'permission',
  'rule',
  'reason',
  'decision',
  'while',
  'refusedFiles',
  'meaning',
] as const;

const NO_ARGUMENTS: ArgumentPattern = { source: '', before: [], after: null };

function compileCommand(name: string, entry: FileCommand, file: PolicyFile, report: Report): Command {
  const options = new Map<string, OptionSpec>();
  const shared = collectOptions(entry, file, [], options, report);
  const forms = entry.forms ?? [entry];
  const misplaced =
    entry.forms &&
    (FORM_KEYS.find((key) => entry[key] !== undefined) ?? (entry.requires.length > 0 ? 'requires' : null));
  if (misplaced) report([misplaced], `"${misplaced}" belongs to a form, since the command has "forms"`);
  const compiled = forms.map((form, index) => {
    const path = entry.forms ? ['forms', index] : [];
    const own = form === entry ? shared : [...shared, ...collectOptions(form, file, path, options, report)];
    for (const { name: required } of form.requires) {
      if (!own.some((option) => option.names.includes(required)))
        report([...path, 'requires'], `${required} is no option of this form`);
    }
    const kinds = form.in ?? entry.in;
    if (!kinds) report(path, 'needs "in": the kinds of worktree where it is open');
    if (form.while && !form.decision) report([...path, 'while'], '"while" says when a "decision" holds, so name one');
    return {
      in: new Set(kinds),
      options: new Set(own),
      requires: form.requires,
      arguments: form.arguments ?? NO_ARGUMENTS,
      permission: form.permission ?? null,
      decision: form.decision ?? 'allow',
      whileUncommitted: form.while === 'uncommitted',
      refusedFiles: compileRefusedFiles(name, form),
      rule: form.rule ?? ruleName(name),
      reason: form.reason ?? null,
      meaning: form.meaning ?? 'run',
    };
  });
  return {
    name,
    rule: ruleName(name),
    options,
    refused: compileRefused(name, entry, file, options, report),
    refusedStarts: new Map(
      Object.entries(entry.refusedStarts).map(([start, reason]) => [
        start,
        { rule: `${ruleName(name)}.${start}`, reason },
      ]),
    ),
    optionsEnd: entry.optionsEnd,
    forms: compiled,
    hint: entry.hint ?? null,
  };
}

function compileRefusedFiles(name: string, { refusedFiles }: FileForm): RefusedFiles | null {
  if (!refusedFiles) return null;
  const { names, except, reason } = refusedFiles;
  const patterns = { names: names.map(fileNamePattern), except: except.map(fileNamePattern) };
  return { ...patterns, rule: `${ruleName(name)}.file`, reason };
}

/** Adds a form's options to the command's grammar; one name has one meaning in all forms, or parsing would be a guess. */
function collectOptions(
  form: FileForm,
  file: PolicyFile,
  path: readonly (string | number)[],
  grammar: Map<string, OptionSpec>,
  report: Report,
): OptionSpec[] {
  const listed = form.uses.flatMap((set) => {
    const shared = file.optionSets[set];
    if (!shared) report([...path, 'uses'], `there is no option set "${set}"`);
    return shared?.options ?? [];
  });
  return [...listed, ...form.options].map((option) => {
    const known = option.names.map((name) => grammar.get(name)).find((spec) => spec !== undefined);
    if (known && JSON.stringify(known) !== JSON.stringify(option)) {
      report([...path, 'options'], `${option.name} means two things in this command`);
    }
    const spec = known ?? option;
    for (const name of spec.names) grammar.set(name, spec);
    return spec;
  });
}

function compileRefused(
  name: string,
  entry: FileCommand,
  file: PolicyFile,
  options: ReadonlyMap<string, OptionSpec>,
  report: Report,
): Command['refused'] {
  const shared = entry.uses.flatMap((set) => Object.entries(file.optionSets[set]?.refused ?? {}));
  return new Map(
    [...shared, ...Object.entries(entry.refused)].flatMap(([text, reason]) => {
      const names = text.split('/');
      if (names.some((option) => options.has(option))) report(['refused', text], `${text} is known and refused`);
      return names.map((option) => [option, { rule: `${ruleName(name)}.${names.at(-1) ?? text}`, reason }] as const);
    }),
  );
}
