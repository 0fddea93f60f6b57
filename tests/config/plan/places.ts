import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary directory that is gone after the test; its real path. */
export const temporaryDirectory = (): string => {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'config-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

export const write = (path: string, text: string): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

/** Runs git away from this machine's own settings. */
export const git = (cwd: string, ...args: readonly string[]): void => {
  const identity = ['-c', 'user.name=T', '-c', 'user.email=t@localhost', '-c', 'protocol.file.allow=always'];
  execFileSync('git', [...identity, ...args], {
    cwd,
    stdio: 'pipe',
    env: { PATH: process.env.PATH ?? '', HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' },
  });
};

/** A repository with one commit. */
export const repository = (path: string): string => {
  mkdirSync(path, { recursive: true });
  git(path, 'init', '--quiet', '--initial-branch', 'main');
  write(join(path, 'README.md'), 'text\n');
  git(path, 'add', '--all');
  git(path, 'commit', '--quiet', '--message', 'start');
  return path;
};

/** A base directory with a clone of its own in `main/`. */
export const baseDirectory = (): string => {
  const base = temporaryDirectory();
  repository(join(base, 'main'));
  return base;
};
