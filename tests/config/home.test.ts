import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveHome } from '../../src/config/home.ts';
import { baseDirectory, git, repository, temporaryDirectory, write } from './plan/places.ts';

const layoutOf = (base: string) => ({ mainPath: join(base, 'main'), worktreesDir: base });

it('is .orchestrator among the worktrees unless it is named', () => {
  const base = baseDirectory();
  expect(resolveHome(layoutOf(base), null)).toBe(join(base, '.orchestrator'));
  const elsewhere = join(temporaryDirectory(), 'not', 'yet');
  expect(resolveHome(layoutOf(base), elsewhere)).toBe(elsewhere);
});

it('may lie beside a base directory that is inside a repository itself', () => {
  const outer = repository(temporaryDirectory());
  repository(join(outer, 'base', 'main'));
  expect(resolveHome(layoutOf(join(outer, 'base')), join(outer, 'state'))).toBe(join(outer, 'state'));
});

it.each([
  ['relative', () => 'state', 'not an absolute path'],
  ['a file', (base: string) => write(join(base, 'file'), ''), 'not a directory'],
  ['below a file', (base: string) => join(write(join(base, 'file'), ''), 'state'), 'file, which is not a directory'],
  ['in main', (base: string) => join(base, 'main', 'state'), 'inside the worktree'],
  ['main itself', (base: string) => join(base, 'main'), 'inside the worktree'],
  ['in a task worktree', (base: string) => join(base, 'task-a', 'state'), 'inside the worktree'],
  ['in a task worktree to be', (base: string) => join(base, 'task-later', 'state'), 'inside the worktree'],
  ['in another repository', () => join(repository(temporaryDirectory()), 'state'), 'inside the worktree'],
  ['a link into main', (base: string) => join(base, 'link', 'state'), 'inside the worktree'],
])('refuses a home that is %s', (_what, path, reason) => {
  const base = baseDirectory();
  git(join(base, 'main'), 'worktree', 'add', '--quiet', '../task-a');
  mkdirSync(join(base, 'main', 'docs'));
  symlinkSync(join(base, 'main', 'docs'), join(base, 'link'));
  const find = () => resolveHome(layoutOf(base), path(base));
  expect(find).toThrow(reason);
  expect(find).toThrow(
    expect.objectContaining({ code: 'home-invalid', message: expect.stringContaining('ORCHESTRATOR_HOME=') }),
  );
});

it.runIf(existsSync('/proc/self'))('refuses a home in /proc, where making it would never end', () => {
  expect(() => resolveHome(layoutOf(baseDirectory()), '/proc/state/of/mine')).toThrow(
    expect.objectContaining({ code: 'home-invalid', message: expect.stringContaining('nothing can be made') }),
  );
});
