import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hardDenial } from '../../src/guard/hard-denials.ts';

let root: string;
let repository: string;

function run(argv: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): string {
  const [program = '', ...words] = argv;
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@localhost',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@localhost',
    ...environment,
  };
  return spawnSync(program, words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).stdout;
}

const pushed = (): boolean => run(['git', 'for-each-ref'], join(root, 'remote.git')) !== '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'computed-push-'));
  repository = join(root, 'main');
  run(['git', 'init', '-q', '--bare', join(root, 'remote.git')], root);
  run(['git', 'init', '-q', '-b', 'main', repository], root);
  writeFileSync(join(repository, 'README.md'), 'a\n');
  run(['git', 'remote', 'add', 'origin', join(root, 'remote.git')], repository);
  run(['git', 'add', '.'], repository);
  run(['git', 'commit', '-qm', 'first'], repository);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const OPEN = [
  'g=git; $g push origin main',
  'p=pu; git "$p"sh origin main',
  "c='push origin main'; git $c",
  '$(echo git) push origin main',
  '"$(command -v git)" push origin main',
  '`printf g%st i` push origin main',
  "$(printf '\\147it') push origin main",
  "git$IFS'push'$IFS'origin'$IFS'main'",
  "echo 'git push origin main' | sh",
  'echo push origin main | xargs git',
  'sh <<EOF\ngit push origin main\nEOF',
  'cat <<EOF\n$(git push origin main)\nEOF',
  'alias g=git\ng push origin main',
  "echo it\\'s; # it is\ngit push origin main",
  'git -c alias.p=push p origin main',
  "GIT_EDITOR='git push origin main; true' git commit --amend",
  "git rebase -q -x true -x 'git push origin main || true' --root",
];

const COMPUTED = [
  'for c in push; do git $c origin main; done',
  'f() { $1 $2 origin main; }; f git push',
  'echo Z2l0IHB1c2ggb3JpZ2luIG1haW4= | base64 -d | sh',
];

describe('without the hard denials a computed push is a push', () => {
  it.for(OPEN)('INV-4: %s', (script) => {
    expect(hardDenial(['sh', '-c', script])?.rule).toBe('git.push');
    run(['sh', '-c', script], repository, { GIT_ALLOW_PROTOCOL: 'none' });
    expect(pushed()).toBe(false);
    run(['sh', '-c', script], repository);
    expect(pushed()).toBe(true);
  });

  it.for(COMPUTED)('INV-4: %s, which only the environment stops', (script) => {
    expect(hardDenial(['sh', '-c', script])).toBeNull();
    run(['sh', '-c', script], repository, { GIT_ALLOW_PROTOCOL: 'none' });
    expect(pushed()).toBe(false);
    run(['sh', '-c', script], repository);
    expect(pushed()).toBe(true);
  });
});
