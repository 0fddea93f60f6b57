import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { createWorkerCli } from '../../src/adapters/workers/create-worker-cli.ts';
import { findExecutable } from '../../src/adapters/workers/find-executable.ts';
import type { WorkerKind } from '../../src/domain/settings.ts';
import type { ProcessEnd } from '../../src/ports/processes.ts';
import type { WorkerCli, WorkerConclusion, WorkerEvent, WorkerRequest } from '../../src/ports/worker.ts';
import { createWorkerScene, request } from '../adapters/workers/worker-scene.ts';
import {
  type Script,
  type ScriptedFault,
  type ScriptedServer,
  startScriptedServer,
} from '../helpers/scripted-responses-server.ts';

export type RealCli = Exclude<WorkerKind, 'command'>;

/** How one CLI is set up to talk to a model service on loopback. */
export interface AgentSetup {
  readonly kind: RealCli;
  /** Writes configuration below `dir`; the result is added to the environment of workers. */
  configure(dir: string, url: string): Promise<Readonly<Record<string, string>>>;
}

export interface AgentRun {
  readonly end: ProcessEnd;
  readonly conclusion: WorkerConclusion;
  readonly events: readonly WorkerEvent[];
  readonly log: string;
  readonly server: ScriptedServer;
  readonly worktree: string;
  /** A file of the worktree, or null. */
  file(path: string): string | null;
}

export interface AgentRunOptions extends Partial<Pick<WorkerRequest, 'prompt' | 'access'>> {
  readonly faults?: readonly ScriptedFault[];
  readonly deadlineMs?: number;
  /** Files of the worktree, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Another call in place of the adapter's. */
  readonly argv?: (argv: readonly string[], worktree: string) => readonly string[];
}

const CACHE =
  process.env.ORCHESTRATOR_AGENT_CLIS || resolve(import.meta.dirname, '../../node_modules/.cache/agent-clis');

/** The directory that holds a CLI's program: where `install-cli.mjs` puts it, else on the path; null without one. */
export const findInstalled = (kind: RealCli): string | null => {
  const program =
    findExecutable(join(CACHE, kind, 'node_modules', '.bin', kind), '') ?? findExecutable(kind, process.env.PATH);
  return program && dirname(program);
};

/** `ORCHESTRATOR_REQUIRED_AGENTS=codex,...` turns a CLI's absence from a skip into a failure. */
export const isRequired = (kind: RealCli): boolean =>
  (process.env.ORCHESTRATOR_REQUIRED_AGENTS ?? '').split(',').includes(kind);

/** Runs the real CLI in a linked worktree of a new repository, as the harness would, against a scripted model. */
export async function runAgent(setup: AgentSetup, script: Script, options: AgentRunOptions = {}): Promise<AgentRun> {
  const server = await startScriptedServer(script, { faults: options.faults ?? [] });
  onTestFinished(() => server.close());
  const { cli, dir, dependencies } = await createAgent(setup, server.url);
  const worktree = await createWorktree(dir);
  for (const [path, text] of Object.entries(options.files ?? {})) {
    await mkdir(dirname(join(worktree, path)), { recursive: true });
    await writeFile(join(worktree, path), text);
  }
  const promptFile = join(dir, 'prompt.md');
  const prompt = options.prompt ?? 'Do what the script says.';
  await writeFile(promptFile, prompt);

  const invocation = cli.invocation(
    request({
      worktree,
      prompt,
      promptFile,
      gitCommonDir: join(dir, 'main', '.git'),
      access: options.access ?? 'workspace-write',
    }),
  );
  const logFile = join(dir, 'agent.log');
  const end = await dependencies.processes.run({
    argv: options.argv?.(invocation.argv, worktree) ?? invocation.argv,
    cwd: worktree,
    env: { ...dependencies.environment, ...invocation.env },
    stdoutFile: logFile,
    stderrFile: logFile,
    marker: `agent-${process.pid}`,
    deadlineMs: options.deadlineMs ?? 120_000,
    graceMs: 5000,
    maxOutputBytes: 4 * 1024 * 1024,
    silenceMs: null,
  });
  const log = await readFile(logFile, 'utf8');
  return {
    end,
    log,
    server,
    worktree,
    conclusion: cli.conclude(end, log),
    events: log.split('\n').flatMap((line) => cli.readEvent(line) ?? []),
    file: (path) => (existsSync(join(worktree, path)) ? readFileSync(join(worktree, path), 'utf8') : null),
  };
}

/** The adapter with the real CLI on its path. */
export async function createAgent(setup: AgentSetup, url: string) {
  const bin = findInstalled(setup.kind);
  if (bin === null) throw new Error(`${setup.kind} is not installed`);
  const { dir, dependencies: base } = await createWorkerScene();
  const environment = {
    ...base.environment,
    PATH: [bin, '/usr/bin', '/bin'].join(delimiter),
    ...(await setup.configure(dir, url)),
  };
  const dependencies = { ...base, environment };
  const cli: WorkerCli = await createWorkerCli(setup.kind, dependencies);
  return { cli, dir, dependencies };
}

const createWorktree = async (dir: string): Promise<string> => {
  const main = join(dir, 'main');
  const worktree = join(dir, 'task-greet');
  await mkdir(main);
  const git = (...argv: readonly string[]) => execFileSync('git', ['-C', main, ...argv], { stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--allow-empty', '--message=first');
  git('worktree', 'add', '--quiet', '-b', 'task/greet', worktree);
  return worktree;
};

/** Command lines of all living processes that contain a word. */
export const processesWith = (word: string): readonly string[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(word) ? [line] : [];
      } catch {
        return [];
      }
    });
