import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRunner } from '../../../../src/adapters/git/run/runner.ts';
import { createSettingsFile } from '../../../../src/adapters/git/run/settings-file.ts';
import { createGitRepository, type GitRepository } from '../../../helpers/git-repository.ts';
import { openGit } from '../test-git.ts';

function openRunner({ base, environment }: GitRepository) {
  const settings = createSettingsFile(join(base, 'state/gitconfig'), environment);
  return createRunner({ environment, settings, before: () => {} });
}

/** A repository whose filter never ends, even when asked to, and writes its pid into `pid`. */
function createHanging() {
  const repository = createGitRepository();
  const pidFile = join(repository.base, 'pid');
  repository.git([
    'config',
    'filter.slow.clean',
    `trap '' TERM INT; echo $$ > '${pidFile}'; while :; do sleep 1; done`,
  ]);
  repository.write({ '.git/info/attributes': '*.slow filter=slow\n', 'a.slow': 'x' });
  return { repository, pidFile, run: openRunner(repository) };
}

function isAlive(pidFile: string): boolean {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

describe('one git command', () => {
  test('has a deadline that ends its filters too, willing or not (INV-8)', async () => {
    const { repository, pidFile, run } = createHanging();
    await expect(run(repository.main, ['add', 'a.slow'], { deadlineMs: 1_500 })).rejects.toMatchObject({
      code: 'git-failed',
      message: expect.stringContaining('git add a.slow failed'),
    });
    await expect.poll(() => isAlive(pidFile), { timeout: 20_000 }).toBe(false);
  }, 60_000);

  test('an error names the command, what git said and a way out, without passwords (INV-12)', async () => {
    const repository = createGitRepository();
    const failing = openRunner(repository)(repository.main, ['ls-remote', 'https://pat:secret@127.0.0.1:1/x']);
    const error = await failing.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'git-failed', next: expect.any(String) });
    expect(String(error)).toContain('git ls-remote https://127.0.0.1:1/x failed');
    expect(String(error)).not.toContain('secret');
  });

  test('a full disk is told as such', async () => {
    const repository = createGitRepository();
    repository.git(['config', 'filter.full.clean', 'echo "fatal: No space left on device" >&2; exit 1']);
    repository.git(['config', 'filter.full.required', 'true']);
    repository.write({ '.git/info/attributes': '*.full filter=full\n', 'a.full': 'x' });
    const adding = openRunner(repository)(repository.main, ['add', 'a.full']);
    await expect(adding).rejects.toMatchObject({ code: 'disk-full', retryable: true });
  });

  test('git that is not there is told as such', async () => {
    const repository = createGitRepository();
    const without = { ...repository, environment: { ...repository.environment, PATH: repository.base } };
    await expect(openGit(without).inspect(repository.main)).rejects.toMatchObject({ code: 'git-too-old' });
  });

  test('more than a pipe holds goes in and comes out', async () => {
    const repository = createGitRepository();
    const input = 'x'.repeat(5_000_000);
    const run = openRunner(repository);
    const { stdout: id } = await run(repository.main, ['hash-object', '-w', '--stdin'], { input });
    const { stdout } = await run(repository.main, ['cat-file', 'blob', id.trim()]);
    expect(stdout).toBe(input);
  });
});
