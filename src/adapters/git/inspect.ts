import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Git } from '../../ports/git.ts';
import { createVersionCheck } from './git-version.ts';
import { parseSettings } from './parse.ts';
import type { GitRunner } from './run/runner.ts';

const HEADS = 'refs/heads/';

/** Takes three commands, two once the version is known; one more where there is no commit yet. */
export function inspectOperation(run: GitRunner): Pick<Git, 'inspect'> {
  const requireVersion = createVersionCheck(run);
  return {
    async inspect(dir) {
      await requireVersion(dir);
      const { topLevel, gitDir, commonDir, shallow, head, ref } = await placesOf(run, dir);
      const settings = await settingsOf(run, dir);
      return {
        topLevel,
        gitDir,
        commonDir,
        branch: shortName(head === null ? await unbornRef(run, dir) : ref),
        head,
        hasOrigin: settings.has('remote.origin.url'),
        shallow,
        sparse: isTrue(settings.get('core.sparsecheckout')),
        submodules: existsSync(join(topLevel, '.gitmodules')),
      };
    },
  };
}

/** What one look at a directory tells of its repository. */
interface Places {
  readonly gitDir: string;
  readonly commonDir: string;
  readonly topLevel: string;
  readonly shallow: boolean;
  /** Null where there is no commit yet; `ref` says nothing then. */
  readonly head: string | null;
  readonly ref: string | undefined;
}

const QUESTIONS = [
  ...['--path-format=absolute', '--absolute-git-dir', '--git-common-dir', '--is-shallow-repository'],
  ...['--show-toplevel', 'HEAD', '--symbolic-full-name', 'HEAD'],
];

async function placesOf(run: GitRunner, dir: string): Promise<Places> {
  const { stdout, exitCode } = await run(dir, ['rev-parse', ...QUESTIONS], { answers: [0, 128] });
  const [gitDir, commonDir, shallow, topLevel, head, ref] = stdout.split('\n');
  if (!gitDir || !commonDir) {
    // Asked alone, the first question says why there is no answer.
    await run(dir, ['rev-parse', '--absolute-git-dir']);
    throw new OrchestratorError('not-a-repository', `${dir} is no git repository.`, 'Name a directory inside one.');
  }
  if (!topLevel) throw noWorktree(dir);
  return { gitDir, commonDir, topLevel, shallow: shallow === 'true', head: exitCode === 0 && head ? head : null, ref };
}

async function settingsOf(run: GitRunner, dir: string): Promise<ReadonlyMap<string, string | null>> {
  const names = '^(remote\\.origin\\.url|core\\.sparsecheckout)$';
  const { stdout } = await run(dir, ['config', '-z', '--get-regexp', names], { answers: [0, 1] });
  return parseSettings(stdout);
}

async function unbornRef(run: GitRunner, dir: string): Promise<string> {
  const { stdout } = await run(dir, ['symbolic-ref', '--quiet', 'HEAD'], { answers: [0, 1] });
  return stdout.trim();
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
