import type { Settings } from '../../domain/settings.ts';
import type { Files } from '../../ports/files.ts';

type Argv = readonly string[];

/** How a worktree is prepared from its lock file, and the lock file's text (a new one means a new set-up). */
export interface SetUp {
  readonly commands: readonly Argv[];
  readonly lock: string;
}

const CLASSIC_YARN = /^# yarn lockfile v1$/m;

const BY_LOCK_FILE: readonly { file: string; command: (text: string) => Argv }[] = [
  { file: 'package-lock.json', command: () => ['npm', 'ci'] },
  { file: 'npm-shrinkwrap.json', command: () => ['npm', 'ci'] },
  {
    file: 'yarn.lock',
    command: (text) => ['yarn', 'install', CLASSIC_YARN.test(text) ? '--frozen-lockfile' : '--immutable'],
  },
  { file: 'pnpm-lock.yaml', command: () => ['pnpm', 'install', '--frozen-lockfile'] },
  { file: 'uv.lock', command: () => ['uv', 'sync', '--locked'] },
];

/** The set-up of one worktree, from the person's list or its first lock file; no commands when there is neither. */
export const findSetUp = async (
  app: { files: Pick<Files, 'read'>; settings: Settings },
  path: string,
): Promise<SetUp> => {
  const own = app.settings.checks.setup;
  const locks = await Promise.all(
    BY_LOCK_FILE.map(async ({ file, command }) => ({ command, text: await app.files.read(`${path}/${file}`) })),
  );
  const lock = locks.find(({ text }) => text !== null);
  const commands = own ?? (lock?.text == null ? [] : [lock.command(lock.text)]);
  return { commands, lock: lock?.text ?? '' };
};
