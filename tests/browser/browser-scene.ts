import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createBrowser } from '../../src/adapters/browser/create-browser.ts';
import { loopback } from '../../src/adapters/loopback.ts';
import { findExecutable } from '../../src/adapters/workers/find-executable.ts';
import type { ScenarioStep, VerificationPlan } from '../../src/domain/verification/verification.ts';
import type { Visited } from '../../src/ports/browser.ts';

interface VisitChange {
  readonly allow?: Partial<VerificationPlan['allow']>;
  readonly stepTimeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly executable?: string | null;
}

/** A real server with a page of its own, and a real browser that goes through steps on it. */
export interface BrowserScene {
  readonly url: string;
  /** Absolute path of what the browser leaves. */
  readonly directory: string;
  /** Value of the marker in the browser's environment. */
  readonly marker: string;
  visit(steps: readonly ScenarioStep[], change?: VisitChange): Promise<Visited>;
}

const FIXTURE = join(import.meta.dirname, '../fixtures/web-app');

/** @param change what to write into the page, before its end */
export const createBrowserScene = async (change = ''): Promise<BrowserScene> => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'browser-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  cpSync(FIXTURE, base, { recursive: true });
  if (change !== '') writeFileSync(join(base, 'page.html'), withChange(change));
  const port = await loopback.freePort();
  const env = { PATH: process.env.PATH ?? '', PORT: String(port), HOST: '127.0.0.1' };
  const server = spawn(process.execPath, [join(base, 'server.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  });
  await once(server.stdout, 'data');
  const url = `http://127.0.0.1:${port}/`;
  const marker = `browser-test:${port}`;
  return {
    url,
    directory: base,
    marker,
    visit: (steps, { allow = {}, stepTimeoutMs = 10_000, signal, executable = null } = {}) =>
      createBrowser({ executable, find: (name) => findExecutable(name, process.env.PATH) }).visit({
        ...{ url, steps, stepTimeoutMs, directory: base, profile: join(base, 'profile'), marker },
        allow: { console: [], network: [], ...allow },
        env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
        signal: signal ?? new AbortController().signal,
      }),
  };
};

const withChange = (change: string): string => readPage().replace('</body>', `${change}\n</body>`);

const readPage = (): string => readFileSync(join(FIXTURE, 'page.html'), 'utf8');
