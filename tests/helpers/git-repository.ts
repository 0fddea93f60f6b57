import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A real repository in a directory of its own, which goes when the test ends. */
export interface GitRepository {
  /** Holds everything of this test: `main/`, `home/`, and what the layout needs besides. */
  readonly base: string;
  /** The worktree called `main`. */
  readonly main: string;
  /** An environment with a home of its own, as a person would have it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs git in `main`, or in `dir`; its output without the last newline. */
  git(args: readonly string[], dir?: string): string;
  /** Writes files below `dir` (default: `main`). */
  write(files: Readonly<Record<string, string>>, dir?: string): void;
  /** Writes files, commits all that is there and gives the commit. */
  commit(files: Readonly<Record<string, string>>, dir?: string): string;
}

/** Layouts that the product promises to work with. */
export type Layout = 'no-remote' | 'origin' | 'master' | 'bare' | 'submodule' | 'shallow' | 'sparse';

/** The first commit of every layout holds these. */
const FIRST_FILES = { 'README.md': '# Demo\n', 'src/greet.js': 'export const greet = () => "hi";\n' };

export function createGitRepository(layout: Layout = 'no-remote'): GitRepository {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'git-repository-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const repository = openRepository(base);
  mkdirSync(join(base, 'home'));
  repository.git(['config', '--global', 'user.name', 'Pat Person'], base);
  repository.git(['config', '--global', 'user.email', 'pat@example.org'], base);
  LAYOUTS[layout](repository);
  return repository;
}

function openRepository(base: string): GitRepository {
  const main = join(base, 'main');
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: join(base, 'home'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C.UTF-8',
  };
  const git: GitRepository['git'] = (args, dir = main) =>
    execFileSync('git', [...args], { cwd: dir, env: environment, encoding: 'utf8', stdio: 'pipe' }).replace(/\n$/, '');
  const write: GitRepository['write'] = (files, dir = main) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
  };
  const commit: GitRepository['commit'] = (files, dir = main) => {
    write(files, dir);
    git(['add', '--all'], dir);
    git(['commit', '--quiet', '--message', `Change ${Object.keys(files).join(', ')}`], dir);
    return git(['rev-parse', 'HEAD'], dir);
  };
  return { base, main, environment, git, write, commit };
}

const LAYOUTS: Readonly<Record<Layout, (repository: GitRepository) => void>> = {
  'no-remote': (repository) => initialize(repository, repository.main, 'main'),
  master: (repository) => initialize(repository, repository.main, 'master'),
  origin: (repository) => {
    const origin = createOrigin(repository);
    repository.git(['clone', '--quiet', origin, repository.main], repository.base);
  },
  bare: (repository) => {
    const origin = createOrigin(repository);
    const bare = join(repository.base, '.bare');
    repository.git(['clone', '--quiet', '--bare', origin, bare], repository.base);
    repository.git(['worktree', 'add', '--quiet', repository.main, 'main'], bare);
  },
  shallow: (repository) => {
    const origin = createOrigin(repository);
    repository.git(['clone', '--quiet', '--depth=1', `file://${origin}`, repository.main], repository.base);
  },
  sparse: (repository) => {
    initialize(repository, repository.main, 'main');
    repository.commit({ 'docs/guide.md': 'guide\n' });
    repository.git(['sparse-checkout', 'set', 'src']);
  },
  submodule: (repository) => {
    const library = join(repository.base, 'library');
    initialize(repository, library, 'main');
    initialize(repository, repository.main, 'main');
    repository.git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/library']);
    repository.commit({});
  },
};

/** A bare repository `origin.git` with one commit on `main` beyond the first. */
function createOrigin(repository: GitRepository): string {
  const seed = join(repository.base, 'seed');
  initialize(repository, seed, 'main');
  repository.commit({ 'CHANGELOG.md': 'second\n' }, seed);
  const origin = join(repository.base, 'origin.git');
  repository.git(['clone', '--quiet', '--bare', seed, origin], repository.base);
  rmSync(seed, { recursive: true, force: true });
  return origin;
}

function initialize(repository: GitRepository, dir: string, branch: string): void {
  mkdirSync(dir, { recursive: true });
  repository.git(['init', '--quiet', `--initial-branch=${branch}`], dir);
  repository.commit(FIRST_FILES, dir);
}
