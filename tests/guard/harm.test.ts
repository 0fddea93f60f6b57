import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/domain/guarded-command.ts';
import type { Command, Policy } from '../../src/guard/compile-policy.ts';
import { decide, decideArgv, factsFor, POLICY } from './guard-fixture.ts';

let root: string;
let repository: string;

/** Git knows the tree without files by this name everywhere. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@localhost',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@localhost',
};

/** Runs a command as if there were no guard; a failing exit code is part of some attacks. */
function runUnguarded(argv: readonly string[], cwd = repository): string {
  const [program = '', ...words] = argv;
  return spawnSync(program, words, {
    cwd,
    env: { ...ENVIRONMENT, HOME: root },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).stdout;
}

/** The policy, blind to the names of files. */
const withoutRefusedFiles = (): Policy => {
  const blind = (known: Command): Command => ({
    ...known,
    forms: known.forms.map((form) => ({ ...form, refusedFiles: null })),
  });
  return { ...POLICY, commands: new Map([...POLICY.commands].map(([name, known]) => [name, blind(known)])) };
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guard-harm-'));
  repository = join(root, 'task-a');
  runUnguarded(['git', 'init', '-q', '-b', 'main', repository], root);
  writeFileSync(join(repository, 'README.md'), 'needle\n');
  runUnguarded(['git', 'add', '.']);
  runUnguarded(['git', 'commit', '-qm', 'first']);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('without the guard a command of an allowed program does harm, with it the command is refused', () => {
  it('INV-12: cat shows the secrets of a file that git ignores', () => {
    writeFileSync(join(repository, '.gitignore'), '.env\n');
    writeFileSync(join(repository, '.env'), 'PASSWORD=open-sesame\n');
    expect(runUnguarded(['cat', '.env'])).toContain('open-sesame');
    expect(decide('main', 'cat .env')).toMatchObject({ decision: 'deny', rule: 'cat.file' });
    expect(decide('main', 'cat .env', withoutRefusedFiles()).decision).toBe('allow');
  });

  it('INV-12: git commit takes the secrets of a file that git ignores into history, as its message', () => {
    writeFileSync(join(repository, '.env'), 'PASSWORD=open-sesame\n');
    const line = 'git commit --allow-empty -F .env';
    runUnguarded(line.split(' '));
    expect(runUnguarded(['git', 'log', '-1'])).toContain('open-sesame');
    expect(decide('task-a', line)).toMatchObject({ decision: 'deny', rule: 'git.commit.file' });
    expect(decide('task-a', line, withoutRefusedFiles()).decision).toBe('allow');
  });

  it('INV-12: git diff compares what is committed with a file that git ignores, and shows it', () => {
    writeFileSync(join(repository, '.gitignore'), '.env\n');
    writeFileSync(join(repository, '.env'), 'PASSWORD=open-sesame\n');
    const line = 'git diff HEAD:README.md .env';
    expect(runUnguarded(line.split(' '))).toContain('open-sesame');
    expect(decide('main', line)).toMatchObject({ decision: 'deny', rule: 'git.diff.file' });
    expect(decide('main', line, withoutRefusedFiles()).decision).toBe('allow');
  });

  it('INV-12: git grep shows the secrets of a file that no commit holds', () => {
    writeFileSync(join(repository, '.env'), 'PASSWORD=open-sesame\n');
    expect(runUnguarded(['git', 'grep', '--untracked', 'PASSWORD'])).toContain('open-sesame');
    expect(decide('main', 'git grep --untracked PASSWORD')).toMatchObject({
      decision: 'deny',
      rule: 'git.grep.--untracked',
    });
  });

  it.for([
    ['log', '--format=%G?'],
    ['show', '--pretty=%h %+GK'],
  ])('INV-6: git %s %s runs what the settings call gpg', ([command = '', option = '']) => {
    const evil = join(root, 'evil.sh');
    const traces = join(root, 'traces');
    writeFileSync(evil, `#!/bin/sh\necho ran >> ${traces}\n`, { mode: 0o755 });
    const commit = runUnguarded(['git', 'cat-file', 'commit', 'HEAD']);
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----';
    writeFileSync(join(root, 'commit'), commit.replace('\n\n', `\n${signature}\n\n`));
    const signed = runUnguarded(['git', 'hash-object', '-t', 'commit', '-w', join(root, 'commit')]).trim();
    runUnguarded(['git', 'update-ref', 'refs/heads/main', signed]);
    runUnguarded(['git', 'config', 'gpg.program', evil]);
    const argv = ['git', command, option];
    runUnguarded(argv);
    expect(existsSync(traces)).toBe(true);
    expect(decideArgv('task-a', argv)).toMatchObject({ decision: 'deny', rule: 'argument.signature' });
  });

  it('INV-4: a push to a path moves the other repository', () => {
    const remote = join(root, 'remote.git');
    runUnguarded(['git', 'init', '-q', '--bare', remote], root);
    const argv = ['git', 'push', remote, 'HEAD:main'];
    runUnguarded(argv);
    expect(runUnguarded(['git', '-C', remote, 'rev-parse', 'main'])).toBe(runUnguarded(['git', 'rev-parse', 'HEAD']));
    expect(decideArgv('task-a', argv)).toMatchObject({ decision: 'deny', rule: 'git.push' });
  });

  it('INV-4: send-pack does the same without the word push', () => {
    const remote = join(root, 'remote.git');
    runUnguarded(['git', 'init', '-q', '--bare', remote], root);
    const argv = ['git', 'send-pack', remote, 'HEAD:refs/heads/main'];
    runUnguarded(argv);
    expect(runUnguarded(['git', '-C', remote, 'rev-parse', 'main'])).toBe(runUnguarded(['git', 'rev-parse', 'HEAD']));
    expect(decideArgv('task-a', argv)).toMatchObject({ decision: 'deny', rule: 'git.push' });
  });

  it.each([
    ['git grep -O', (file: string) => ['git', 'grep', `-Otouch ${file};:`, 'needle'], 'git.grep.--open-files-in-pager'],
    ['git -c alias', (file: string) => ['git', '-c', `alias.x=!touch ${file}`, 'x'], 'git.-c'],
    ['git -c core.fsmonitor', (file: string) => ['git', '-c', `core.fsmonitor=touch ${file};:`, 'status'], 'git.-c'],
    [
      'git -c diff.external',
      (file: string) => ['git', '-c', `diff.external=touch ${file};:`, 'diff', '--cached', EMPTY_TREE],
      'git.-c',
    ],
    [
      'git ls-remote --upload-pack',
      (file: string) => ['git', 'ls-remote', `--upload-pack=touch ${file};:`, '.'],
      'git.ls-remote',
    ],
    [
      'git fetch --upload-pack',
      (file: string) => ['git', 'fetch', `--upload-pack=touch ${file};:`, '.'],
      'git.fetch.--upload-pack',
    ],
    ['git fetch --upload-p', (file: string) => ['git', 'fetch', `--upload-p=touch ${file};:`, '.'], 'option.unknown'],
    ['git log --output', (file: string) => ['git', 'log', `--output=${file}`, '-p'], 'git.log.--output'],
    ['git rebase --exec', (file: string) => ['git', 'rebase', '--exec', `touch ${file}`, '--root'], 'git.rebase'],
    ['git archive -o', (file: string) => ['git', 'archive', '-o', file, 'HEAD'], 'git.archive'],
    ['git bundle create', (file: string) => ['git', 'bundle', 'create', file, 'HEAD'], 'git.bundle'],
    [
      'git format-patch -o',
      (file: string) => ['git', 'format-patch', '--root', `--output=${file}`],
      'git.format-patch',
    ],
    ['find -exec', (file: string) => ['find', '.', '-exec', 'touch', file, ';'], 'program.files'],
    ['node -e', (file: string) => ['node', '-e', `fs.writeFileSync(${JSON.stringify(file)}, '')`], 'node.--eval'],
    ['env', (file: string) => ['env', 'touch', file], 'program.wrapper'],
    ['sort --compress-program', (file: string) => ['sort', '-o', file, 'README.md'], 'program.unknown'],
  ])('INV-5: %s', (_name, command, rule) => {
    const file = join(root, 'harm');
    const argv = command(file);
    runUnguarded(argv);
    const harmed = existsSync(file);
    expect({ harmed, ...pick(decideArgv('task-a', argv)) }).toEqual({ harmed: true, decision: 'deny', rule });
  });

  it('INV-10: checkout -B and a fetch refspec make main point elsewhere', () => {
    const first = runUnguarded(['git', 'rev-parse', 'main']);
    runUnguarded(['git', 'switch', '-qc', 'task/a']);
    runUnguarded(['git', 'commit', '-q', '--allow-empty', '-m', 'second']);
    const fetch = ['git', 'fetch', '-q', '.', 'task/a:main'];
    runUnguarded(fetch);
    expect(runUnguarded(['git', 'rev-parse', 'main'])).not.toBe(first);
    const checkout = ['git', 'checkout', '-q', '-B', 'main', 'HEAD~1'];
    runUnguarded(checkout);
    expect(runUnguarded(['git', 'rev-parse', 'main'])).toBe(first);
    expect(decideArgv('task-a', fetch).decision).toBe('deny');
    expect(decideArgv('task-a', ['git', 'fetch', 'origin', 'task/a:main'])).toMatchObject({
      decision: 'deny',
      rule: 'ref.refspec',
    });
    expect(decideArgv('task-a', checkout)).toMatchObject({ decision: 'deny', rule: 'ref.main' });
  });

  it.each([
    'git restore README.md',
    'git restore --staged --worktree README.md',
    'git checkout -- README.md',
    'git checkout HEAD -- README.md',
  ])('INV-9: %s throws away what no commit holds, so a person is asked', (line) => {
    writeFileSync(join(repository, 'README.md'), 'an afternoon of work\n');
    runUnguarded(line.split(' '));
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toBe('needle\n');
    const worktree = { ...factsFor('task-a').worktree, uncommitted: true };
    expect(decide('task-a', line, POLICY, { worktree }).decision).toBe('ask');
    expect(decide('task-a', line).decision).toBe('allow');
  });

  it('INV-9: git restore --staged leaves the file as it is, so nobody is asked', () => {
    writeFileSync(join(repository, 'README.md'), 'an afternoon of work\n');
    const line = 'git restore --staged README.md';
    runUnguarded(['git', 'add', '.']);
    runUnguarded(line.split(' '));
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toBe('an afternoon of work\n');
    const worktree = { ...factsFor('task-a').worktree, uncommitted: true };
    expect(decide('task-a', line, POLICY, { worktree }).decision).toBe('allow');
  });

  it('INV-5: git diff reads files outside of the repository', () => {
    const secret = join(root, 'secret');
    writeFileSync(secret, 'hunter2\n');
    const argv = ['git', 'diff', '--no-index', '/dev/null', secret];
    expect(runUnguarded(argv)).toContain('hunter2');
    expect(decideArgv('task-a', argv)).toMatchObject({ decision: 'deny', rule: 'git.diff.--no-index' });
    expect(decideArgv('task-a', ['git', 'diff', '/dev/null', secret])).toMatchObject({
      decision: 'deny',
      rule: 'path.outside',
    });
  });
});

function pick({ decision, rule }: Judgement): Pick<Judgement, 'decision' | 'rule'> {
  return { decision, rule };
}
