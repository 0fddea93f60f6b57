/**
 * What makes a git command of the harness deaf to everything that a worker can write (INV-16). Given with `-c`, these win over every
 * configuration file. Filters, merge and diff drivers are not here: the person's own stay in force, and the sentinel takes added ones out.
 */
const CONFIG: Readonly<Record<string, string>> = {
  // No directory, so no hook can be put into it, unlike an empty one.
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.untrackedCache': 'false',
  // A file of parents and trees that a worker can write, and that git believes before it looks at the commits.
  'core.commitGraph': 'false',
  'core.askPass': '',
  'core.editor': 'true',
  'core.pager': 'cat',
  'core.quotePath': 'false',
  'commit.gpgSign': 'false',
  'tag.gpgSign': 'false',
  'log.showSignature': 'false',
  'merge.verifySignatures': 'false',
  'protocol.ext.allow': 'never',
  'submodule.recurse': 'false',
  // To look for changed files in a submodule, git starts itself there, with settings that a worker can write.
  'diff.ignoreSubmodules': 'dirty',
  'fetch.recurseSubmodules': 'false',
  'branch.autoSetupMerge': 'false',
  'rerere.enabled': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'advice.detachedHead': 'false',
  'color.ui': 'false',
  'i18n.commitEncoding': 'UTF-8',
  'i18n.logOutputEncoding': 'UTF-8',
};

const NO_CREDENTIALS: Readonly<Record<string, string>> = { 'credential.helper': '' };

/**
 * Of the person's environment: enough to find git, its filters and its ignore file. The marker lets recovery end a git that has
 * outlived its harness and would move a ref at its own time (INV-8).
 */
const KEPT = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR', 'USER', 'LOGNAME', 'ORCHESTRATOR_JOB'];

/** Only a fetch needs a way to the network. */
const KEPT_FOR_FETCH = [
  'SSH_AUTH_SOCK',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'HTTPS_PROXY',
  'NO_PROXY',
];

const FIXED: Readonly<Record<string, string>> = {
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  // A worker may create refs/replace/*: without this the harness would judge another tree than the one it merges.
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  GIT_PAGER: 'cat',
};

/** Only a fetch may reach the network and ask for credentials. */
export type Purpose = 'local' | 'fetch';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Leading argv of every git command: `-c key=value` pairs. Only a fetch may ask the person's credential helper. */
export function hardenedConfig(purpose: Purpose): readonly string[] {
  const config = purpose === 'fetch' ? CONFIG : { ...CONFIG, ...NO_CREDENTIALS };
  return Object.entries(config).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

/**
 * The whole environment of a git command, built from nothing (INV-12).
 * @param environment the person's own, of which only names on the allow list are read
 * @param settingsFile the frozen copy of the person's system and global settings
 */
export function hardenedEnvironment(
  environment: Environment,
  settingsFile: string,
  purpose: Purpose,
): Record<string, string> {
  const kept = purpose === 'fetch' ? [...KEPT, ...KEPT_FOR_FETCH] : KEPT;
  const passed: Record<string, string> = {};
  for (const name of kept) {
    const value = environment[name];
    if (value !== undefined) passed[name] = value;
  }
  return { ...passed, ...FIXED, GIT_CONFIG_GLOBAL: settingsFile };
}
