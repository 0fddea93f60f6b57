import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Git, Identity, RepositoryFacts } from '../../ports/git.ts';
import { createMemo } from './memo.ts';
import { parseSettings } from './parse.ts';
import type { GitRunner } from './run/runner.ts';
import type { RepositorySentinel } from './sentinel/sentinel.ts';

/** `merge-tree --write-tree` came with this version. */
const OLDEST = { major: 2, minor: 38 };

const HEADS = 'refs/heads/';

/**
 * `inspect` takes three commands, two once the version is known; one more where there is no commit yet.
 * @param sentinel keeps the repository's settings as they were recorded, so that who commits is asked once for each record
 */
export function inspectOperations(
  run: GitRunner,
  sentinel?: Pick<RepositorySentinel, 'recordings'>,
): Pick<Git, 'inspect' | 'identity'> {
  let isVersionKnown = false;
  const identities = createMemo<Identity | null>(1);

  async function askIdentity(dir: string): Promise<Identity | null> {
    const { stdout } = await run(dir, ['config', '-z', '--get-regexp', '^user\\.(name|email)$'], { answers: [0, 1] });
    const settings = parseSettings(stdout);
    const name = settings.get('user.name');
    const email = settings.get('user.email');
    return name && email ? { name, email } : null;
  }

  async function requireVersion(dir: string): Promise<void> {
    if (isVersionKnown) return;
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
    isVersionKnown = true;
  }

  return {
    async inspect(dir): Promise<RepositoryFacts> {
      await requireVersion(dir);
      const places = await run(
        dir,
        [
          ...[
            'rev-parse',
            '--path-format=absolute',
            '--absolute-git-dir',
            '--git-common-dir',
            '--is-shallow-repository',
          ],
          ...['--show-toplevel', 'HEAD', '--symbolic-full-name', 'HEAD'],
        ],
        { answers: [0, 128] },
      );
      const [gitDir, commonDir, shallow, topLevel, head, ref] = places.stdout.split('\n');
      if (!gitDir || !commonDir) {
        // Asked alone, the first question says why there is no answer.
        await run(dir, ['rev-parse', '--absolute-git-dir']);
        throw new OrchestratorError('not-a-repository', `${dir} is no git repository.`, 'Name a directory inside one.');
      }
      if (!topLevel) throw noWorktree(dir);
      const isUnborn = places.exitCode !== 0;
      const { stdout } = await run(
        dir,
        ['config', '-z', '--get-regexp', '^(remote\\.origin\\.url|core\\.sparsecheckout)$'],
        { answers: [0, 1] },
      );
      const settings = parseSettings(stdout);
      return {
        topLevel,
        gitDir,
        commonDir,
        branch: shortName(isUnborn ? await unbornRef(dir) : ref),
        head: isUnborn || !head ? null : head,
        hasOrigin: settings.has('remote.origin.url'),
        shallow: shallow === 'true',
        sparse: isTrue(settings.get('core.sparsecheckout')),
        submodules: existsSync(join(topLevel, '.gitmodules')),
      };
    },

    identity(dir) {
      const recordings = sentinel?.recordings() ?? 0;
      return recordings === 0 ? askIdentity(dir) : identities.get(`${recordings}\0${dir}`, () => askIdentity(dir));
    },
  };

  async function unbornRef(dir: string): Promise<string> {
    const { stdout } = await run(dir, ['symbolic-ref', '--quiet', 'HEAD'], { answers: [0, 1] });
    return stdout.trim();
  }
}

/** Null for `HEAD` (detached) and for a ref that is no branch. */
function shortName(ref: string | undefined): string | null {
  return ref?.startsWith(HEADS) ? ref.slice(HEADS.length) : null;
}

function isTrue(value: string | null | undefined): boolean {
  return value !== undefined && (value === null || /^(true|yes|on|1)$/i.test(value));
}

function noWorktree(dir: string): OrchestratorError {
  return new OrchestratorError(
    'layout-unsupported',
    `${dir} is a bare repository or a git directory: it has no files to work on.`,
    'Name a worktree of it (git worktree add <directory> <branch> makes one).',
  );
}
