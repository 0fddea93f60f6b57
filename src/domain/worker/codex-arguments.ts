/**
 * Older versions of Codex knew `--full-auto` and, for `exec`, `-a`; today's refuse both as unknown. Commands that people
 * and models learned from then keep working: what has a present-day spelling gets it, all other words stay as written.
 *
 * `codex exec --full-auto "task"` becomes `codex exec --sandbox workspace-write --config approval_policy="never" "task"`.
 *
 * @param argv the whole command, its first word the program
 * @returns the same argv when there is nothing to translate
 */
export function translateCodexArgv(argv: readonly string[]): readonly string[] {
  const verb = findVerb(argv);
  if (verb === null) return argv;

  const kept: string[] = [];
  let fullAuto = false;
  let choosesSandbox = false;
  let approval: string | null = null;
  let verbInKept = 0;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') {
      kept.push(...argv.slice(index));
      break;
    }
    const [name, inlineValue] = splitOption(word);
    const value = inlineValue ?? argv[index + 1] ?? '';
    if (index === verb) verbInKept = kept.length;
    if (index > 0 && name === '--full-auto') {
      fullAuto = true;
    } else if (index > verb && APPROVAL_OPTIONS.has(name)) {
      approval = value;
      if (inlineValue === null) index += 1;
    } else {
      choosesSandbox ||= SANDBOX_OPTIONS.has(name);
      kept.push(word);
      if (VALUE_OPTIONS.has(name) && inlineValue === null && index + 1 < argv.length) {
        kept.push(value);
        index += 1;
      }
    }
  }
  if (!fullAuto && approval === null) return argv;

  // Right behind the verb is the one place that `exec`, and `exec resume` too, accept both options.
  const added = [
    ...(fullAuto && !choosesSandbox ? ['--sandbox', 'workspace-write'] : []),
    '--config',
    `approval_policy=${JSON.stringify(approval ?? 'never')}`,
  ];
  return kept.toSpliced(verbInKept + 1, 0, ...added);
}

const EXEC_VERBS: ReadonlySet<string> = new Set(['exec', 'e']);
const APPROVAL_OPTIONS: ReadonlySet<string> = new Set(['-a', '--ask-for-approval']);

/** Given together with `--sandbox` each of these is an error of usage or a contradiction. */
const SANDBOX_OPTIONS: ReadonlySet<string> = new Set([
  '-s',
  '--sandbox',
  '--yolo',
  '--dangerously-bypass-approvals-and-sandbox',
]);

/** Options whose next word is a value, whatever it looks like. */
const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  ...['-a', '--ask-for-approval', '-s', '--sandbox', '-C', '--cd', '-c', '--config', '-m', '--model'],
  ...['-p', '--profile', '-i', '--image', '-o', '--output-last-message', '--output-schema', '--color', '--add-dir'],
  ...['--enable', '--disable', '--local-provider', '--thread-source', '--cyber-access-program', '--remote'],
  '--remote-auth-token-env',
]);

/** `--name=value` in two parts; the value is null when it would be the next word. */
const splitOption = (word: string): readonly [string, string | null] => {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals < 0 ? [word, null] : [word.slice(0, equals), word.slice(equals + 1)];
};

/** Index of the word `exec`, or null when Codex is asked for something else. */
const findVerb = (argv: readonly string[]): number | null => {
  for (let index = 1; index < argv.length; index += 1) {
    const [name, inlineValue] = splitOption(argv[index] ?? '');
    if (VALUE_OPTIONS.has(name) && inlineValue === null) index += 1;
    else if (!name.startsWith('-')) return EXEC_VERBS.has(name) ? index : null;
  }
  return null;
};

/**
 * Options that every `codex exec` of ours carries, whoever wrote the rest: nobody is there to be asked, a person's own
 * configuration may have opened the network (INV-4), and a person's trust in the repository carries over to worktrees,
 * where a worker may have written a configuration whose programs run outside the sandbox (INV-6).
 * @param worktree absolute path
 */
export const codexPrecautions = (worktree: string): readonly string[] => [
  '--config',
  'approval_policy="never"',
  '--config',
  'sandbox_workspace_write.network_access=false',
  '--config',
  `projects={${JSON.stringify(worktree)}={trust_level="untrusted"}}`,
];

/** A `codex exec` of somebody else's, translated and with our precautions; every other argv as it is. */
export const cautiousCodexArgv = (argv: readonly string[], worktree: string): readonly string[] => {
  const verb = findVerb(argv);
  if (verb === null) return argv;
  const translated = translateCodexArgv(argv);
  const exec = findVerb(translated) ?? verb;
  return [...translated.slice(0, exec + 1), ...codexPrecautions(worktree), ...translated.slice(exec + 1)];
};
