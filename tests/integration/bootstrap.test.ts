import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bootstrap } from '../../src/composition/bootstrap.ts';

let directory: string;
const git = (...argv: readonly string[]): string =>
  execFileSync('git', argv, { cwd: join(directory, 'shop/main'), encoding: 'utf8' }).trim();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  mkdirSync(join(directory, 'home'));
  vi.stubEnv('HOME', join(directory, 'home'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const begin = (source: string) => bootstrap(source, { cwd: directory, productRoot: directory });

describe('KB-19: a new project', () => {
  it('has one commit, an identity of its own, ignored files, settings of a linter and a type checker, and a green test', async () => {
    mkdirSync(join(directory, 'shop'));
    const { main } = await begin('shop');

    expect(git('rev-list', '--count', 'HEAD')).toBe('1');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('config', '--local', 'user.email')).toBe('orchestrator@localhost');
    expect(existsSync(join(directory, 'home/.gitconfig'))).toBe(false);
    expect(readdirSync(main)).toEqual(
      expect.arrayContaining(['.gitignore', 'README.md', 'biome.json', 'tsconfig.json', 'tests']),
    );
    execFileSync('npm', ['test'], { cwd: main, stdio: 'pipe' });
  });

  it("keeps the person's own identity", async () => {
    writeFileSync(join(directory, 'home/.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n');
    await begin('shop');
    expect(git('log', '-1', '--format=%an <%ae>')).toBe('Ada <ada@example.com>');
  });

  it.each([
    ['a directory with something in it', 'full', 'base-dir-invalid'],
    ['an address', 'https://example.com/shop.git', 'usage'],
  ])('is not made of %s', async (_, source, code) => {
    mkdirSync(join(directory, 'full'));
    writeFileSync(join(directory, 'full/note.txt'), 'mine');
    await expect(begin(source)).rejects.toMatchObject({ code });
    expect(readdirSync(join(directory, 'full'))).toEqual(['note.txt']);
  });
});
