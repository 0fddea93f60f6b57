import type { Refusal } from './refusal.ts';
import { shellSegments } from './shell-segments.ts';

/**
 * What is refused even where a person wrote the command (INV-4, INV-6): pushing in any spelling, becoming another
 * user, removing everything. Wrappers and `sh -c` are looked through as far as they can be parsed; a program that
 * pushes by itself is not seen here but stopped by git's environment.
 *
 * @returns the rule and the reason, or null when nothing of the kind was found
 */
export function hardDenial(argv: readonly string[]): Refusal | null {
  return inspect(argv, 0);
}

/** Scripts within scripts within wrappers: deeper nesting than this is nobody's honest command. */
const MAX_DEPTH = 8;

/** How many words of a wrapper are looked through; keeps the search linear in practice. */
const MAX_CARRIED = 200;

const PRIVILEGE = new Set(['sudo', 'sudoedit', 'doas', 'su', 'pkexec', 'runuser', 'gosu', 'run0', 'su-exec', 'please']);

const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'fish', 'mksh', 'eval', 'trap', 'pwsh']);

/** Programs whose arguments hold another command. */
const WRAPPERS = new Set(
  (
    'env command builtin exec nohup time timeout nice ionice chrt taskset setsid stdbuf unbuffer script xargs parallel busybox toybox ' +
    'watch flock strace ltrace chroot unshare nsenter firejail bwrap npx bunx uvx uv poetry pipenv rtk ssh direnv mise corepack caffeinate'
  ).split(' '),
);

/** Options of git itself that take the next word as their value. */
const GIT_VALUE_OPTIONS = new Set([
  '-c',
  '-C',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--config-env',
  '--attr-source',
  '--exec-path',
]);

/** Sub-commands of git that send objects away, some by another program. */
const GIT_PUSHES = new Set([
  'push',
  'send-pack',
  'http-push',
  'lfs push',
  'subtree push',
  'svn dcommit',
  'p4 submit',
  'annex sync',
  'town sync',
  'cvsexportcommit',
]);

/** Sub-commands of git whose arguments hold another command. */
const GIT_CARRIERS = new Set([
  'submodule',
  'bisect',
  'rebase',
  'filter-branch',
  'for-each-repo',
  'difftool',
  'mergetool',
  'stash',
]);

function inspect(argv: readonly string[], depth: number): Refusal | null {
  if (depth > MAX_DEPTH)
    return { rule: 'program.wrapper', reason: 'The command is nested too deeply to be understood; write it plainly.' };
  const start = argv.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
  if (start < 0) return null;
  const [program, ...words] = [baseName(argv[start] ?? ''), ...argv.slice(start + 1)];
  if (PRIVILEGE.has(program))
    return {
      rule: `privilege.${program}`,
      reason: `${program} would run with another user's rights; nothing here does.`,
    };
  if (SHELLS.has(program)) return inspectShell(program, words, depth);
  if (WRAPPERS.has(program)) return inspectCarried(words, depth);
  if (program === 'git') return inspectGit(words, depth);
  if (program.startsWith('git-')) return inspectGit([program.slice(4), ...words], depth);
  if (program === 'rm') return inspectRemove(words);
  if (program === 'find') return inspectFind(words, depth);
  return null;
}

function baseName(word: string): string {
  const name = word.split(/[\\/]/).at(-1) ?? word;
  return name.replace(/\.exe$/i, '').toLowerCase();
}

function inspectShell(shell: string, words: readonly string[], depth: number): Refusal | null {
  if (shell === 'eval') return inspectScript(words.join(' '), depth);
  // What it runs later, its one argument that is a script.
  if (shell === 'trap') return inspectScript(words.find((word) => !word.startsWith('-')) ?? '', depth);
  const flag = words.findIndex((word) => /^-\w*c\w*$/i.test(word) || word === '--command');
  const script = flag < 0 ? undefined : words.slice(flag + 1).find((word) => !/^[-+]/.test(word));
  return script === undefined ? null : inspectScript(script, depth);
}

function inspectScript(script: string, depth: number): Refusal | null {
  for (const segment of shellSegments(script)) {
    const refusal = inspect(segment, depth + 1);
    if (refusal) return refusal;
  }
  return null;
}

/** The command may begin at any word, for wrappers have options with values of their own; a word may be a whole script. */
function inspectCarried(words: readonly string[], depth: number): Refusal | null {
  for (const [index, word] of words.slice(0, MAX_CARRIED).entries()) {
    if (WRAPPERS.has(baseName(word))) continue;
    // `env -S'git push'`: a script that is glued to the option it belongs to.
    const script = /^(?:-[a-zA-Z]*S|--split-string=)(?=.*\s)/.exec(word)?.[0] ?? '';
    const refusal = /\s/.test(word)
      ? inspectScript(word.slice(script.length), depth)
      : inspect(words.slice(index), depth + 1);
    if (refusal) return refusal;
  }
  return null;
}

function inspectGit(words: readonly string[], depth: number): Refusal | null {
  let index = 0;
  while (words[index]?.startsWith('-')) {
    const option = words[index] ?? '';
    const value = words[index + 1] ?? '';
    if (option === '-c' && /^alias\./i.test(value)) {
      const alias = value.slice(value.indexOf('=') + 1).replace(/^!/, '');
      const refusal = inspectScript(alias, depth) ?? inspectScript(`git ${alias}`, depth);
      if (refusal) return refusal;
    }
    index += GIT_VALUE_OPTIONS.has(option) ? 2 : 1;
  }
  const [subcommand = '', ...rest] = words.slice(index);
  const operation = rest.find((word) => !word.startsWith('-')) ?? '';
  if (GIT_PUSHES.has(subcommand) || GIT_PUSHES.has(`${subcommand} ${operation}`)) {
    return {
      rule: 'git.push',
      reason: 'Nothing is pushed from here: finished work is merged locally by the harness and a person pushes it.',
    };
  }
  return GIT_CARRIERS.has(subcommand) ? inspectCarried(rest, depth) : null;
}

/** Roots whose removal takes everything with it: the file system, a home, the directory itself or the one above. */
const EVERYTHING =
  /^(?:\/[^/]*\/?\*?|\/(?:home|users|var|usr)\/[^/]+\/?\*?|(?:\.\.?\/)*(?:\.\.?|\*|\.\*|\{.*\})\/?|(?:\.\.?\/)+|(?:~|\$\{?HOME\}?|\$\{?PWD\}?)[^/]*\/?\*?|(?:.*\/)?\.git\/?)$/i;

function takesEverything(path: string): boolean {
  return EVERYTHING.test(path.replace(/\/+/g, '/'));
}

function inspectRemove(words: readonly string[]): Refusal | null {
  const dashes = words.indexOf('--');
  const options = (dashes < 0 ? words : words.slice(0, dashes)).filter((word) => word.startsWith('-') && word !== '-');
  const recursive = options.some((word) =>
    word.startsWith('--') ? '--recursive'.startsWith(word) && word.length > 2 : /r/i.test(word),
  );
  const targets = words.filter((word, index) => (dashes >= 0 && index > dashes) || !word.startsWith('-'));
  const target = targets.find(takesEverything);
  return recursive && target !== undefined
    ? {
        rule: 'rm.everything',
        reason: `rm of "${target}" would remove everything; name the files or directories that are to go.`,
      }
    : null;
}

/** Tests that narrow what `find` finds; without one `-delete` takes all. */
const FIND_TESTS = /^-i?(?:name|path|wholename|regex|lname)$|^-(?:newer\w*|[acm]time|[acm]min|size|empty)$/;

function inspectFind(words: readonly string[], depth: number): Refusal | null {
  const first = words.findIndex((word) => /^[-(!]/.test(word) && !/^-[HLPOD]/.test(word));
  const roots = words.slice(0, first < 0 ? undefined : first).filter((word) => !word.startsWith('-'));
  const broad = roots.length === 0 || roots.some(takesEverything);
  if (words.includes('-delete') && broad && !words.some((word) => FIND_TESTS.test(word))) {
    return { rule: 'rm.everything', reason: 'find -delete without a test removes everything; name what is to go.' };
  }
  const action = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(word));
  return action < 0 ? null : inspect(words.slice(action + 1), depth + 1);
}
