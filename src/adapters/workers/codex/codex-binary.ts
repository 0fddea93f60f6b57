import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findExecutable } from '../find-executable.ts';

const TARGETS: Readonly<Record<string, { readonly package: string; readonly triple: string }>> = {
  'linux-x64': { package: '@openai/codex-linux-x64', triple: 'x86_64-unknown-linux-musl' },
  'linux-arm64': { package: '@openai/codex-linux-arm64', triple: 'aarch64-unknown-linux-musl' },
  'darwin-x64': { package: '@openai/codex-darwin-x64', triple: 'x86_64-apple-darwin' },
  'darwin-arm64': { package: '@openai/codex-darwin-arm64', triple: 'aarch64-apple-darwin' },
};

/**
 * The program to start for Codex: the native one behind npm's JavaScript wrapper, since killing a wrapper orphans what
 * it started (INV-8). Whatever else is called `codex` on the path is taken as it is.
 * @returns an absolute path, or the bare name when there is none, so that starting it says what is missing
 */
export function findCodexBinary(path: string | undefined): string {
  const found = findExecutable('codex', path);
  if (!found) return 'codex';
  return nativeBehind(realpathSync(found)) ?? found;
}

const nativeBehind = (wrapper: string): string | null => {
  const target = TARGETS[`${process.platform}-${process.arch}`];
  if (!target || !wrapper.endsWith('.js')) return null;
  try {
    const manifest = createRequire(wrapper).resolve(`${target.package}/package.json`);
    const native = join(dirname(manifest), 'vendor', target.triple, 'bin', 'codex');
    return existsSync(native) ? native : null;
  } catch {
    return null;
  }
};
