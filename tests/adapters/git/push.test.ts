import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository } from '../../helpers/git-repository.ts';

/** What every worker and check gets (`GIT_ALLOW_PROTOCOL` is the one that counts). */
const WORKER = { GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: 'false' };

describe('a push by a worker, in any spelling (INV-4)', () => {
  const spellings: Readonly<Record<string, (origin: string) => readonly string[]>> = {
    'git push': () => ['push'],
    'git push origin': () => ['push', 'origin', 'HEAD:main'],
    'git push --force --all': () => ['push', '--force', '--all', 'origin'],
    'git push <path>': (origin) => ['push', origin, 'HEAD:main'],
    'git push <relative path>': () => ['push', '../origin.git', 'HEAD:main'],
    'git push <file URL>': (origin) => ['push', `file://${origin}`, 'HEAD:main'],
    'a push URL of its own': (origin) => ['-c', `remote.origin.pushurl=${origin}`, 'push', 'origin', 'HEAD:main'],
    'a rewritten URL': (origin) => ['-c', `url.${origin}.insteadOf=x:`, 'push', 'x:', 'HEAD:main'],
    'protocols allowed by settings': (origin) => [
      ...['-c', 'protocol.allow=always', '-c', 'protocol.file.allow=always'],
      ...['push', origin, 'HEAD:main'],
    ],
    'a command as transport': (origin) => [
      ...['-c', 'protocol.ext.allow=always', 'push', `ext::git %s ${origin}`, 'HEAD:main'],
    ],
    'git send-pack': (origin) => ['send-pack', origin, 'HEAD:refs/heads/main'],
    'an alias': (origin) => ['-c', `alias.up=!git push ${origin} HEAD:main`, 'up'],
  };

  /** True when the remote's `main` moved. */
  function attempt(spelling: (origin: string) => readonly string[], env: Readonly<Record<string, string>>): boolean {
    const repository = createGitRepository('origin');
    const origin = join(repository.base, 'origin.git');
    const commit = repository.commit({ 'leak.txt': 'x' });
    try {
      const options = { cwd: repository.main, env: { ...repository.environment, ...env }, stdio: 'pipe' } as const;
      execFileSync('git', [...spelling(origin)], options);
    } catch {
      // Refused, which the remote has to show.
    }
    return repository.git(['rev-parse', 'main'], origin) === commit;
  }

  test.each(Object.entries(spellings))('%s is refused, and goes through without the variable', (_name, spelling) => {
    expect(attempt(spelling, WORKER)).toBe(false);
    expect(attempt(spelling, {})).toBe(true);
  });

  test('known harm that only a sandbox stops: a program that drops its environment, and writing the remote’s files', () => {
    const alias = (command: string) => ['-c', `alias.up=!${command}`, 'up'];
    expect(attempt((origin) => alias(`env -u GIT_ALLOW_PROTOCOL git push ${origin} HEAD:main`), WORKER)).toBe(true);
    const there = (origin: string) => `git --git-dir=${origin}`;
    const carry = (origin: string) =>
      `git bundle create --quiet out HEAD && ${there(origin)} bundle unbundle out && ` +
      `${there(origin)} update-ref refs/heads/main $(git rev-parse HEAD)`;
    expect(attempt((origin) => alias(carry(origin)), WORKER)).toBe(true);
  });
});
