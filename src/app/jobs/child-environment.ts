import type { Settings } from '../../domain/settings.ts';

/** Variables that only a worker needs: where its CLI keeps its login. */
const WORKERS_OWN = ['CODEX_HOME', 'CLAUDE_CONFIG_DIR'];

/**
 * What makes git refuse every way out of the machine (INV-4). A dead push URL alone would let `git push <path>` through.
 * @param protocols `file` for targets whose own tests push to repositories of their own
 */
const noTransport = (protocols: 'none' | 'file'): Readonly<Record<string, string>> => ({
  GIT_ALLOW_PROTOCOL: protocols,
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: 'false',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'true',
  // A branch made from a remote one would note that in the shared config, which is watched (INV-16).
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'branch.autoSetupMerge',
  GIT_CONFIG_VALUE_0: 'false',
});

/** Husky's install would put a hooks path into the shared config. */
const FIXED = { CI: 'true', TERM: 'dumb', HUSKY: '0' } as const;

/** The whole environment of a worker: an allow list, nothing inherited (INV-12). */
export const workerEnvironment = (
  settings: Settings,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...settings.callerEnvironment,
  ...settings.worker.env[settings.worker.kind],
  ...own,
  ...noTransport('none'),
  ...FIXED,
});

/** The environment of checks, set-up and the lead's commands: a worker's, less what is the worker's own. */
export const checkEnvironment = (settings: Settings): Readonly<Record<string, string>> => {
  const shared = Object.entries(settings.callerEnvironment).filter(([name]) => !WORKERS_OWN.includes(name));
  return {
    ...Object.fromEntries(shared),
    ...settings.checks.env,
    ...noTransport(settings.checks.gitProtocols),
    ...FIXED,
  };
};
