import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Git } from '../../../../src/ports/git.ts';
import { createGitRepository, type GitRepository } from '../../../helpers/git-repository.ts';
import { openGit } from '../test-git.ts';

interface Move {
  readonly repository: GitRepository;
  readonly git: Git;
  readonly dir: string;
  readonly from: string;
  readonly to: string;
}

const FROM = {
  'changed.txt': 'from\n',
  'other.txt': 'from\n',
  'removed/deep/a.txt': 'from\n',
  'to-folder': 'from\n',
  'to-file/a.txt': 'from\n',
  'tool.sh': 'from\n',
  'ü\nlarge.txt': 'from\n',
};

/** What `to` has of these. */
const TO = {
  'changed.txt': 'to, and more than before\n',
  'other.txt': 'to\n',
  'added/new.txt': 'to\n',
  'to-folder/inside.txt': 'to\n',
  'to-file': 'to\n',
  'tool.sh': 'to\n',
  'ü\nlarge.txt': `${'to '.repeat(10_000)}\n`,
};

/** Two commits that differ in every way; the checkout is at `from`. */
function createMove(): Move {
  const repository = createGitRepository();
  const dir = repository.main;
  const from = repository.commit(FROM);
  for (const name of ['removed', 'to-folder', 'to-file']) rmSync(join(dir, name), { recursive: true });
  repository.write(TO);
  chmodSync(join(dir, 'tool.sh'), 0o755);
  symlinkSync('changed.txt', join(dir, 'link'));
  const to = repository.commit({});
  repository.git(['reset', '--quiet', '--hard', from]);
  return { repository, git: openGit(repository), dir, from, to };
}

function expectAt({ repository, dir, to }: Move): void {
  expect(repository.git(['rev-parse', 'main'])).toBe(to);
  expect(repository.git(['status', '--porcelain'])).toBe('');
  expect(readFileSync(join(dir, 'changed.txt'), 'utf8')).toBe(TO['changed.txt']);
  expect(readFileSync(join(dir, 'to-folder/inside.txt'), 'utf8')).toBe('to\n');
  expect(readFileSync(join(dir, 'to-file'), 'utf8')).toBe('to\n');
  expect(readlinkSync(join(dir, 'link'))).toBe('changed.txt');
  expect(existsSync(join(dir, 'removed'))).toBe(false);
}

describe('moving a checkout (INV-10)', () => {
  test('branch, index and files arrive, touched files notwithstanding', async () => {
    const move = createMove();
    const { git, dir, from, to, repository } = move;
    repository.write({ 'changed.txt': 'from\n', 'untracked.txt': 'mine' });
    expect(await git.moveBranch(dir, 'main', from, to)).toBe(true);
    await git.updateCheckout(dir, from, to);
    expect(readFileSync(join(dir, 'untracked.txt'), 'utf8')).toBe('mine');
    rmSync(join(dir, 'untracked.txt'));
    expectAt(move);
  });

  test('a changed file that the move needs stops it before anything changes', async () => {
    const { git, dir, from, to, repository } = createMove();
    repository.write({ 'changed.txt': 'mine\n' });
    await git.moveBranch(dir, 'main', from, to);
    await expect(git.updateCheckout(dir, from, to)).rejects.toMatchObject({ code: 'git-failed' });
    expect(readFileSync(join(dir, 'changed.txt'), 'utf8')).toBe('mine\n');
    expect(readFileSync(join(dir, 'other.txt'), 'utf8')).toBe('from\n');
  });
});

describe('a locked index (INV-10)', () => {
  test('stops the move before the branch moves', async () => {
    const move = createMove();
    const { git, dir, from, to, repository } = move;
    const lock = join(dir, '.git/index.lock');
    writeFileSync(lock, '');
    await expect(git.moveBranch(dir, 'main', from, to)).rejects.toMatchObject({ code: 'git-failed' });
    expect(repository.git(['rev-parse', 'main'])).toBe(from);

    // The harm without the check: a branch that moves alone makes all files count as changed.
    repository.git(['update-ref', 'refs/heads/main', to, from]);
    await expect(git.updateCheckout(dir, from, to)).rejects.toMatchObject({ code: 'git-failed' });
    expect(repository.git(['status', '--porcelain'])).toContain('changed.txt');
  });

  test('is waited for while its holder is at work', async () => {
    const move = createMove();
    const { git, dir, from, to } = move;
    const lock = join(dir, '.git/index.lock');
    writeFileSync(lock, '');
    const moving = git.moveBranch(dir, 'main', from, to);
    rmSync(lock);
    expect(await moving).toBe(true);
    await git.updateCheckout(dir, from, to);
    expectAt(move);
  });
});

describe('wouldOverwrite', () => {
  test('nothing is in the way of a clean checkout', async () => {
    const { git, dir, from, to, repository } = createMove();
    repository.write({ 'elsewhere.txt': 'mine', 'added-not/new.txt': 'mine' });
    expect(await git.wouldOverwrite(dir, from, to)).toEqual([]);
  });

  test('names untracked and ignored files, a file for a directory, and a directory for a file', async () => {
    const { git, dir, from, to, repository } = createMove();
    repository.write({ '.git/info/exclude': 'link\n', 'to-file/mine ü.txt': 'mine', added: 'mine', link: 'mine' });
    expect(await git.wouldOverwrite(dir, from, to)).toEqual(['added', 'link', 'to-file/mine ü.txt']);
  });

  test('a link in the place of a directory is itself in the way, not what it points to', async () => {
    const { git, dir, from, to } = createMove();
    symlinkSync('removed/deep', join(dir, 'added'));
    expect(await git.wouldOverwrite(dir, from, to)).toEqual(['added']);
  });
});

describe('finishing a move that was cut off (INV-10)', () => {
  const states: Readonly<Record<string, (move: Move) => void>> = {
    'right after the branch moved': () => {},
    'with some files written and the index still the old one': ({ repository, dir }) => {
      repository.write({ 'changed.txt': TO['changed.txt'], 'added/new.txt': 'to\n' });
      rmSync(join(dir, 'removed'), { recursive: true });
    },
    'between removing a file and writing it': ({ dir }) => rmSync(join(dir, 'changed.txt')),
    'in the middle of writing a file': ({ repository }) =>
      repository.write({ 'ü\nlarge.txt': 'to to to', 'changed.txt': '' }),
    'between a directory and the file in its place': ({ dir }) => {
      rmSync(join(dir, 'to-file'), { recursive: true });
      rmSync(join(dir, 'to-folder'));
      mkdirSync(join(dir, 'to-folder'));
    },
    'with the index written and the files not': ({ repository, to }) => repository.git(['read-tree', to]),
    'after the end': ({ repository, from, to }) => repository.git(['read-tree', '-m', '-u', from, to]),
  };

  test.each(Object.entries(states))('%s', async (_name, cutOff) => {
    const move = createMove();
    const { git, dir, from, to } = move;
    await git.moveBranch(dir, 'main', from, to);
    cutOff(move);
    expect(await git.finishCheckout(dir, from, to)).toEqual([]);
    expectAt(move);
    expect(await git.finishCheckout(dir, from, to), 'it can be repeated').toEqual([]);
    expectAt(move);
  });

  test('git killed while it writes leaves a lock and half of the files; repair and finish bring the rest', async () => {
    const move = createMove();
    const { git, dir, from, to, repository } = move;
    const held = join(repository.base, 'held');
    repository.write({ '.git/info/attributes': 'tool.sh filter=slow\n' });
    repository.git(['config', 'filter.slow.smudge', `touch '${held}'; exec sleep 600`]);
    await git.moveBranch(dir, 'main', from, to);
    const options = { cwd: dir, env: repository.environment, stdio: 'ignore', detached: true } as const;
    const moving = spawn('git', ['read-tree', '-m', '-u', from, to], options);
    await expect.poll(() => existsSync(held), { timeout: 20_000 }).toBe(true);
    process.kill(-(moving.pid ?? 0), 'SIGKILL');
    await once(moving, 'exit');
    rmSync(join(dir, '.git/info/attributes'));
    expect(readFileSync(join(dir, 'changed.txt'), 'utf8')).toBe(TO['changed.txt']);

    await expect(git.updateCheckout(dir, from, to), 'the lock is in the way').rejects.toMatchObject({
      code: 'git-failed',
    });
    expect(await git.repair(dir)).toEqual(['removed the lock index.lock']);
    await expect(git.updateCheckout(dir, from, to), 'half a move is no start').rejects.toMatchObject({
      code: 'git-failed',
    });
    expect(await git.finishCheckout(dir, from, to)).toEqual([]);
    expectAt(move);
  });

  test('the person’s edits stay and are named, and all else arrives', async () => {
    const { git, dir, from, to, repository } = createMove();
    await git.moveBranch(dir, 'main', from, to);
    repository.write({ 'changed.txt': 'mine\n', 'README.md': 'mine too\n', 'to-file/mine.txt': 'mine', link: 'mine' });
    repository.write({ 'removed/deep/a.txt': 'mine\n', 'other.txt': 'staged\n' });
    repository.git(['add', 'other.txt']);

    expect(await git.finishCheckout(dir, from, to)).toEqual([
      'changed.txt',
      'link',
      'other.txt',
      'removed/deep/a.txt',
      'to-file',
    ]);
    const texts = Object.fromEntries(
      ['changed.txt', 'README.md', 'to-file/mine.txt', 'link', 'removed/deep/a.txt', 'other.txt', 'tool.sh'].map(
        (name) => [name, readFileSync(join(dir, name), 'utf8')],
      ),
    );
    expect(texts).toEqual({
      'changed.txt': 'mine\n',
      'README.md': 'mine too\n',
      'to-file/mine.txt': 'mine',
      link: 'mine',
      'removed/deep/a.txt': 'mine\n',
      'other.txt': 'staged\n',
      'tool.sh': 'to\n',
    });
    expect(repository.git(['show', ':other.txt'])).toBe('staged');
  });

  test('a directory that became a link is not written through', async () => {
    const { git, dir, from, to, repository } = createMove();
    await git.moveBranch(dir, 'main', from, to);
    const outside = join(repository.base, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'a.txt'), 'outside');
    rmSync(join(dir, 'removed/deep'), { recursive: true });
    symlinkSync(outside, join(dir, 'removed/deep'));
    symlinkSync(outside, join(dir, 'added'));
    expect(await git.finishCheckout(dir, from, to)).toEqual(['added/new.txt']);
    expect(readFileSync(join(outside, 'a.txt'), 'utf8')).toBe('outside');
    expect(existsSync(join(outside, 'new.txt'))).toBe(false);
  });

  test('files count as git sees them: line endings by attribute are no edits', async () => {
    const repository = createGitRepository();
    const from = repository.commit({ '.gitattributes': '*.bat text eol=crlf\n', 'a.bat': 'from\n' });
    const to = repository.commit({ 'a.bat': 'to\n' });
    repository.git(['reset', '--quiet', '--hard', from]);
    const git = openGit(repository);
    await git.moveBranch(repository.main, 'main', from, to);
    expect(await git.finishCheckout(repository.main, from, to)).toEqual([]);
    expect(readFileSync(join(repository.main, 'a.bat'), 'utf8')).toBe('to\r\n');
  });
});
