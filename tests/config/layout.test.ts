import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentDirectory, type LayoutRequest, resolveLayout } from '../../src/config/layout.ts';
import type { OrchestratorError } from '../../src/domain/errors.ts';
import { baseDirectory, git, repository, temporaryDirectory, write } from './plan/places.ts';

const layout = (request: Partial<LayoutRequest>) =>
  resolveLayout({ argvDir: null, baseDir: null, cwd: '/', productRoot: '/nowhere', ...request });

const refusal = (request: Partial<LayoutRequest>): OrchestratorError => {
  try {
    layout(request);
  } catch (error) {
    return error as OrchestratorError;
  }
  throw new Error('expected a refusal');
};

const baseOf = (base: string) => ({ mainPath: join(base, 'main'), worktreesDir: base });

describe('from the current directory', () => {
  it('takes a directory with a checkout main/', () => {
    const base = baseDirectory();
    expect(layout({ cwd: base })).toEqual(baseOf(base));
  });

  it('finds the base directory from main/ and from a task worktree', () => {
    const base = baseDirectory();
    git(join(base, 'main'), 'worktree', 'add', '--quiet', '../task-a');
    mkdirSync(join(base, 'task-a', 'src'));
    for (const cwd of ['main', 'task-a', 'task-a/src']) expect(layout({ cwd: join(base, cwd) })).toEqual(baseOf(base));
  });

  it('takes a repository as main, with the worktrees beside it, from any of its directories', () => {
    const root = temporaryDirectory();
    repository(join(root, 'shop'));
    mkdirSync(join(root, 'shop', 'src'));
    const expected = { mainPath: join(root, 'shop'), worktreesDir: join(root, 'shop-worktrees') };
    for (const cwd of ['shop', 'shop/src']) expect(layout({ cwd: join(root, cwd) })).toEqual(expected);
  });

  it('leads from a linked worktree to the repository, which has one state', () => {
    const root = temporaryDirectory();
    git(repository(join(root, 'shop')), 'worktree', 'add', '--quiet', '../shop-worktrees/task-a');
    expect(layout({ cwd: join(root, 'shop-worktrees', 'task-a') }).mainPath).toBe(join(root, 'shop'));
  });

  it.each(['.bare', '.git', 'shop.git'])('knows the worktrees of a bare clone in %s', (bare) => {
    const root = temporaryDirectory();
    repository(join(root, 'source'));
    const base = join(root, 'base');
    mkdirSync(base);
    git(base, 'clone', '--quiet', '--bare', '../source', bare);
    if (bare === '.bare') write(join(base, '.git'), 'gitdir: ./.bare\n');
    git(join(base, bare), 'worktree', 'add', '--quiet', join(base, 'main'), 'main');
    git(join(base, bare), 'worktree', 'add', '--quiet', join(base, 'feature', 'deep'));
    for (const cwd of ['.', 'main', 'feature/deep']) expect(layout({ cwd: join(base, cwd) })).toEqual(baseOf(base));
  });

  it('serves a worktree of a bare clone without main/ as main', () => {
    const root = temporaryDirectory();
    repository(join(root, 'source'));
    git(root, 'clone', '--quiet', '--bare', 'source', 'shop.git');
    git(join(root, 'shop.git'), 'worktree', 'add', '--quiet', join(root, 'checkout'), 'main');
    expect(layout({ cwd: join(root, 'checkout') }).mainPath).toBe(join(root, 'checkout'));
  });

  it('is not led astray by another clone called main in the same folder', () => {
    const root = temporaryDirectory();
    repository(join(root, 'main'));
    repository(join(root, 'shop'));
    expect(layout({ cwd: join(root, 'shop') }).mainPath).toBe(join(root, 'shop'));
  });

  it('never takes a clone with a submodule main/ for a base directory, whose settings would be read (INV-12)', () => {
    const root = temporaryDirectory();
    repository(join(root, 'inner'));
    const clone = repository(join(root, 'clone'));
    git(clone, 'submodule', '--quiet', 'add', '../inner', 'main');
    expect(layout({ cwd: clone })).toEqual({ mainPath: clone, worktreesDir: `${clone}-worktrees` });
    expect(refusal({ baseDir: clone }).message).toContain('is itself the checkout of a repository');
  });

  it.each(['real path', 'other copy'])("refuses the product's own repository (%s)", (how) => {
    const root = temporaryDirectory();
    const own = repository(join(root, 'own'));
    if (how === 'other copy') write(join(own, 'package.json'), '{"name":"dev-orchestrator"}');
    symlinkSync(own, join(root, 'link'));
    const error = refusal({ cwd: own, productRoot: how === 'real path' ? join(root, 'link') : '/nowhere' });
    expect(error).toMatchObject({ code: 'base-dir-missing', exitCode: 2 });
    expect(layout({ cwd: root, argvDir: 'own', productRoot: own }).mainPath).toBe(own);
  });

  it('names both ways where there is nothing', () => {
    const error = refusal({ cwd: temporaryDirectory() });
    expect(error.code).toBe('base-dir-missing');
    expect(`${error.message} ${error.next}`).toMatch(/ORCHESTRATOR_BASE_DIR.*absolute path.*start in a git repository/);
  });
});

describe('what is named', () => {
  it('puts -C before ORCHESTRATOR_BASE_DIR before the current directory', () => {
    const [first, second, third] = [baseDirectory(), baseDirectory(), baseDirectory()];
    expect(layout({ argvDir: first, baseDir: second, cwd: third })).toEqual(baseOf(first));
    expect(layout({ baseDir: second, cwd: third })).toEqual(baseOf(second));
  });

  it('resolves -C against the current directory, and links', () => {
    const base = baseDirectory();
    const root = temporaryDirectory();
    symlinkSync(base, join(root, 'link'));
    expect(layout({ cwd: root, argvDir: 'link' })).toEqual(baseOf(base));
    expect(layout({ baseDir: join(root, 'link') })).toEqual(baseOf(base));
  });

  it.each([
    ['relative', () => 'some/where', 'is not an absolute path'],
    ['missing', () => join(temporaryDirectory(), 'none'), 'is not an existing directory'],
    ['a file', () => write(join(temporaryDirectory(), 'file'), ''), 'is not an existing directory'],
    ['without main', () => temporaryDirectory(), 'has no directory `main`'],
    [
      'main is no checkout',
      () => join(write(join(temporaryDirectory(), 'main', 'x'), ''), '..', '..'),
      'no git checkout',
    ],
  ])('refuses a base directory that is %s', (_what, path, reason) => {
    const error = refusal({ baseDir: path() });
    expect(error).toMatchObject({ code: 'base-dir-invalid', exitCode: 2 });
    expect(error.message).toContain('ORCHESTRATOR_BASE_DIR=');
    expect(error.message).toContain(reason);
    expect(error.next).toMatch(/ORCHESTRATOR_BASE_DIR.*git repository.*-C/);
  });

  it('refuses -C without a repository', () => {
    expect(refusal({ cwd: temporaryDirectory(), argvDir: '.' }).message).toMatch(/^-C \. is no git repository/);
    expect(refusal({ cwd: temporaryDirectory(), argvDir: 'none' }).message).toMatch(/^-C none is not an existing/);
  });
});

describe('under a package manager', () => {
  it('means INIT_CWD where the manager moved us into our own package, and only there', () => {
    const root = temporaryDirectory();
    expect(currentDirectory(root, '/where/called', root)).toBe('/where/called');
    expect(currentDirectory(root, undefined, root)).toBe(root);
    expect(currentDirectory('/elsewhere', '/where/called', root)).toBe('/elsewhere');
  });
});
