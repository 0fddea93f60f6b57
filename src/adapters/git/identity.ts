import type { Git, Identity } from '../../ports/git.ts';
import { createMemo } from './memo.ts';
import { parseSettings } from './parse.ts';
import type { GitRunner } from './run/runner.ts';
import type { RepositorySentinel } from './sentinel/sentinel.ts';

/**
 * Who commits.
 * @param sentinel keeps the repository's settings as they were recorded, so that they are asked once for each record
 */
export function identityOperation(
  run: GitRunner,
  sentinel?: Pick<RepositorySentinel, 'recordings'>,
): Pick<Git, 'identity'> {
  const identities = createMemo<Identity | null>(1);

  async function ask(dir: string): Promise<Identity | null> {
    const { stdout } = await run(dir, ['config', '-z', '--get-regexp', '^user\\.(name|email)$'], { answers: [0, 1] });
    const settings = parseSettings(stdout);
    const name = settings.get('user.name');
    const email = settings.get('user.email');
    return name && email ? { name, email } : null;
  }

  return {
    identity(dir) {
      const recordings = sentinel?.recordings() ?? 0;
      return recordings === 0 ? ask(dir) : identities.get(`${recordings}\0${dir}`, () => ask(dir));
    },
  };
}
