import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { LoadedSettings } from '../../src/config/find-settings.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { type ScriptedServer, startScriptedServer } from '../helpers/scripted-responses-server.ts';
import { leadScript } from './lead-script.ts';
import type { VictimOrder, VictimResult } from './victim-order.ts';

/** A repository of its own with a scripted model, in which an orchestrator can be started and killed again and again. */
export interface Scene {
  /** Holds everything: `main/`, the home, the ledger. */
  readonly base: string;
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly loaded: LoadedSettings;
  readonly server: ScriptedServer;
  /** Runs git in `main`; its output without the last newline. */
  git(...args: readonly string[]): string;
  /**
   * Starts the orchestrator once.
   * @param at kills its process group after so many milliseconds; null leaves it to `order`
   */
  start(order: Pick<VictimOrder, 'command'> & Partial<VictimOrder>, at?: number | null): Promise<Start>;
  /** Lines that workers wrote about themselves. */
  ledger(): readonly string[];
  close(): Promise<void>;
}

/** How one start of the orchestrator ended. */
export interface Start {
  /** Null when it was killed. */
  readonly result: VictimResult | null;
  /** Every point that it passed, in order. */
  readonly points: readonly string[];
  /** The point at which it ended itself. */
  readonly killedAt: string | null;
  readonly durationMs: number;
  readonly stderr: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('./worker.mjs', import.meta.url));
const CHECK = new URL('./check.mjs', import.meta.url);

/** No start takes longer, however busy the machine is; one that hangs is told from one that is slow. */
const DEADLINE_MS = 120_000;

/** A repository with one commit, made once and copied for each scene. */
export const createTemplate = (): string => {
  const template = realpathSync(mkdtempSync(join(tmpdir(), 'chaos-template-')));
  const main = join(template, 'main');
  mkdirSync(main);
  mkdirSync(join(template, 'person'));
  cpSync(CHECK, join(main, 'check.mjs'));
  writeFileSync(join(main, 'README.md'), '# Two files\n');
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: main, env: personOf(template), stdio: 'pipe' });
  git('config', '--global', 'user.name', 'Pat Person');
  git('config', '--global', 'user.email', 'pat@example.org');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  return template;
};

const personOf = (base: string): Record<string, string> => ({
  PATH: env.PATH ?? '',
  HOME: join(base, 'person'),
  GIT_CONFIG_NOSYSTEM: '1',
  LC_ALL: 'C.UTF-8',
});

/** @param chained whether the second task depends on the first */
export const openScene = async (template: string, options: { chained: boolean; path?: string }): Promise<Scene> => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'chaos-')));
  cpSync(template, base, { recursive: true });
  const main = join(base, 'main');
  const ledger = join(base, 'ledger');
  mkdirSync(ledger);
  const server = await startScriptedServer(leadScript(options.chained));
  const person = personOf(base);
  const environment = {
    ...person,
    ...(options.path === undefined ? {} : { PATH: `${options.path}:${person.PATH}` }),
    NODE_COMPILE_CACHE: join(template, 'compiled'),
    OPENAI_API_KEY: 'a-key-of-no-service',
    OPENAI_BASE_URL: server.url,
    ORCHESTRATOR_BASE_DIR: base,
    ORCHESTRATOR_WORKER: 'command',
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(['node', WORKER, '{prompt_file}', ledger]),
    ORCHESTRATOR_CHECKS: JSON.stringify([['node', 'check.mjs']]),
    ORCHESTRATOR_SETUP: '[]',
    ORCH_AGENT_KILL_GRACE_SECONDS: '0.2',
  };
  let starts = 0;

  const start: Scene['start'] = async (wanted, at = null) => {
    starts += 1;
    const order: VictimOrder = {
      kill: null,
      without: null,
      ...wanted,
      points: join(base, `points-${starts}`),
      result: join(base, `result-${starts}.json`),
    };
    const began = performance.now();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', VICTIM, JSON.stringify(order)], {
      cwd: base,
      env: environment,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stderr: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    const killGroup = () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(killGroup, at ?? DEADLINE_MS);
    await once(child, 'exit');
    clearTimeout(timer);
    const points = readLines(order.points);
    return {
      result: existsSync(order.result) ? JSON.parse(readFileSync(order.result, 'utf8')) : null,
      points: points.filter((line) => !line.startsWith('KILL ')),
      killedAt: points.find((line) => line.startsWith('KILL '))?.slice('KILL '.length) ?? null,
      durationMs: performance.now() - began,
      stderr: stderr.join(''),
    };
  };

  return {
    base,
    main,
    environment,
    loaded: loadSettings({ env: environment, cwd: base, flags: {}, productRoot: ROOT }),
    server,
    git: (...args) =>
      execFileSync('git', args, { cwd: main, env: person, encoding: 'utf8', stdio: 'pipe' }).replace(/\n$/, ''),
    start,
    ledger: () => readLines(join(ledger, 'workers.log')),
    close: async () => {
      await server.close();
      rmSync(base, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};

const readLines = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
