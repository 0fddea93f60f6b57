import { describe, expect, it } from 'vitest';
import { hardDenial } from '../../src/guard/hard-denials.ts';

describe('INV-6: hard denials hold for what a person wrote, too', () => {
  it.each([
    ['git.push', ['git', 'push']],
    ['git.push', ['git', '-C', 'x', '-c', 'a=b', '--no-pager', 'push', 'origin']],
    ['git.push', ['git', '-c', 'alias.p=push', 'p']],
    ['git.push', ['git', '-c', 'alias.p=!sh -c "git push"', 'p']],
    ['git.push', ['A=1', 'git', 'push']],
    ['git.push', ['env', '-u', 'HOME', 'A=1', 'git', 'push', '--force']],
    ['git.push', ['timeout', '-s', 'KILL', '5', 'nice', '-n', '3', 'git', 'push']],
    ['git.push', ['sh', '-c', 'npm test && git push']],
    ['git.push', ['bash', '-euo', 'pipefail', '-c', 'cd x\ngit push']],
    ['git.push', ['bash', '-c', `sh -c 'git "push" origin'`]],
    ['git.push', ['bash', '-c', 'for b in a b; do git push origin $b; done']],
    ['git.push', ['bash', '-c', 'echo "$(git push 2>&1)" > log']],
    ['git.push', ['bash', '-c', 'echo "a `git push` b"']],
    ['git.push', ['bash', '-c', 'echo "a $(echo $(true) "b") c"; git push']],
    ['git.push', ['/usr/lib/git-core/git-push', 'origin']],
    ['git.push', ['git', 'submodule', 'foreach', 'git push']],
    ['git.push', ['git', 'subtree', '--prefix=x', 'push', 'origin', 'main']],
    ['git.push', ['find', '.', '-name', 'x', '-exec', 'git', 'push', ';']],
    ['git.push', ['env', '-Sgit push']],
    ['git.push', ['env', '-iS', 'git push origin']],
    ['git.push', ['env', '--split-string=A=1 git push']],
    ['git.push', ['sh', '-c', "trap 'git push' EXIT; true"]],
    ['git.push', ['sh', '-c', '>/dev/null git push']],
    ['git.push', ['sh', '-c', '2>&1 >> log.txt git push']],
    ['git.push', ['bash', '-c', 'function f { git push; }; f']],
    ['git.push', ['bash', '-c', "sh <<< 'git push'"]],
    ['git.push', ['bash', '-c', "$'git' push"]],
    ['privilege.sudo', ['sudo', 'ls']],
    ['privilege.sudo', ['env', 'sudo', '-u', 'x', 'ls']],
    ['privilege.su', ['sh', '-c', 'true; su -c ls']],
    ['privilege.doas', ['/usr/bin/doas', 'ls']],
    ['rm.everything', ['rm', '-rf', '/']],
    ['rm.everything', ['rm', '-r', '-f', '--', '.']],
    ['rm.everything', ['rm', '--recursive', '--no-preserve-root', '/']],
    ['rm.everything', ['rm', '-fR', './*']],
    ['rm.everything', ['rm', '-rf', '//']],
    ['rm.everything', ['rm', '-rf', 'build', '..']],
    ['rm.everything', ['rm', '-rf', '.git']],
    ['rm.everything', ['sh', '-c', 'rm -rf "$HOME"']],
    ['rm.everything', ['find', '.', '-delete']],
    ['rm.everything', ['find', '/', '-type', 'f', '-delete']],
  ])('%s: %j', (rule, argv) => {
    expect(hardDenial(argv)?.rule).toBe(rule);
  });

  it.each([
    [['npm', 'test']],
    [['npm', 'run', 'push']],
    [['make', 'push']],
    [['echo', 'git', 'push']],
    [['git', 'commit', '-m', 'push']],
    [['git', 'log', 'push']],
    [['git', 'stash', 'push']],
    [['codex', 'exec', 'never git push; no sudo; no rm -rf /']],
    [['sh', '-c', 'npm ci && npm test > out.txt 2>&1']],
    [['sh', '-c', "echo 'git push is for people'"]],
    [['sh', '-c', 'echo "$(date) git push"']],
    [['sh', '-c', 'cp a b > git push']],
    [['sh', '-c', "trap 'rm -f lock' EXIT; echo function git push"]],
    [['env', '-S', 'npm run push']],
    [['env', 'CI=1', 'npm', 'test']],
    [['rm', '-rf', 'node_modules', 'dist']],
    [['rm', '-rf', './build/out', '/tmp/build/cache']],
    [['rm', '-f', '/tmp/x']],
    [['find', '.', '-name', '*.pyc', '-delete']],
    [['find', 'build', '-delete']],
    [['A=1']],
    [[]],
  ])('leaves alone: %j', (argv) => {
    expect(hardDenial(argv)).toBeNull();
  });

  it('gives up on a nesting that nobody writes by hand', () => {
    const nested = Array.from({ length: 12 }).reduce<string>(
      (script) => `sh -c '${script.replaceAll("'", "'\\''")}'`,
      'true',
    );
    expect(hardDenial(['sh', '-c', nested])?.rule).toBe('program.wrapper');
  });

  it('comes to an end for commands that no person would write', () => {
    expect(hardDenial(['sh', '-c', '"$('.repeat(100_000)])).toBeNull();
    expect(hardDenial(Array.from({ length: 100_000 }, () => 'env'))).toBeNull();
    expect(hardDenial(['rm', '-r', '/'.repeat(100_000), `${'../'.repeat(100_000)}x`])?.rule).toBe('rm.everything');
  });
});
