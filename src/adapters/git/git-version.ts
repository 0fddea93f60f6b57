import { OrchestratorError } from '../../domain/errors.ts';
import type { GitRunner } from './run/runner.ts';

/** `merge-tree --write-tree` came with this version. */
const OLDEST = { major: 2, minor: 38 };

/** Rejects with `git-too-old`; asked once, and again only after that. */
export function createVersionCheck(run: GitRunner): (dir: string) => Promise<void> {
  let isKnown = false;
  return async (dir) => {
    if (isKnown) return;
    const { stdout } = await run(dir, ['version']);
    const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
    const isOld = Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
    if (isOld) {
      throw new OrchestratorError(
        'git-too-old',
        `This is ${stdout.trim()}; merging without a checkout needs git ${OLDEST.major}.${OLDEST.minor}.`,
        'Install a newer git and see that it comes first on PATH.',
      );
    }
    isKnown = true;
  };
}
