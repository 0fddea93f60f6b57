import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { createGitRepository, type GitRepository, type Layout } from '../helpers/git-repository.ts';
import {
  type ScriptedRequest,
  type ScriptedServer,
  type ScriptedServerOptions,
  type ScriptedTurn,
  startScriptedServer,
} from '../helpers/scripted-responses-server.ts';
import type { ScriptedCall } from '../helpers/scripted-wire.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** Each start of the program takes its time where other suites run beside this one. */
vi.setConfig({ testTimeout: 600_000 });

/** One turn of the scripted tech lead; a function makes it of what the tools have answered so far. */
export type LeadTurn = ScriptedTurn | ((answers: readonly Answer[], request: ScriptedRequest) => ScriptedTurn);

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one JSON document that it has to be. */
  readonly json: () => Record<string, never> & Answer;
}

/** A command line that is still running. */
export interface RunningCli {
  readonly ended: Promise<CliResult>;
  readonly pid: number;
  readonly stderr: () => string;
  kill(signal: NodeJS.Signals): void;
}

export interface CliOptions {
  /** Besides the scene's own variables; undefined takes one away. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** The real program in a process of its own, a real repository, and a scripted model service on loopback. */
export interface CliScene {
  readonly repository: GitRepository;
  readonly server: ScriptedServer;
  readonly home: string;
  start(argv: readonly string[], options?: CliOptions): RunningCli;
  run(argv: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** What tools answered, as the newest request to the model holds it. */
  answers(): readonly Answer[];
  /** Lines of `run_repo_command.log`. */
  commandLog(): readonly Answer[];
  /** A file of a run's folder in the home. */
  runFile(run: unknown, name: string): string;
}

export interface CliSceneOptions {
  readonly layout?: Layout;
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly server?: ScriptedServerOptions;
  /** Files of main's newest commit, besides the check; `check.mjs` may be among them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Held up before every answer of the model. */
  readonly before?: () => Promise<void>;
}

const PROGRAM = join(import.meta.dirname, '../../bin/orchestrator.mjs');
const WORKER = ['node', join(import.meta.dirname, 'agents/agent-obeys.mjs'), '{prompt_file}'];
export const KEY = 'sk-e2e-0123456789abcdefghijklmnop';

/** Red while a text file of the tree holds the word RED; what it prints names the file. */
const CHECK = `import { readdirSync, readFileSync } from 'node:fs';
const red = readdirSync('.').filter((name) => name.endsWith('.txt') && readFileSync(name, 'utf8').includes('RED'));
for (const name of red) console.error(\`not ok: \${name} is red\`);
process.exitCode = red.length > 0 ? 1 : 0;
`;

export const createCliScene = async (
  turns: readonly LeadTurn[] = [],
  options: CliSceneOptions = {},
): Promise<CliScene> => {
  const repository = createGitRepository(options.layout);
  repository.commit({ 'check.mjs': CHECK, ...options.files });
  if (options.layout === 'origin') repository.git(['push', '--quiet', 'origin', 'HEAD']);
  const server = await startScriptedServer(async (request) => {
    await options.before?.();
    return turnOf(turns, request);
  }, options.server);
  onTestFinished(() => server.close());
  const home = join(repository.base, '.orchestrator');
  const variables = {
    ...repository.environment,
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: server.url,
    ORCHESTRATOR_BASE_DIR: repository.base,
    ORCHESTRATOR_WORKER: 'command',
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(WORKER),
    ORCHESTRATOR_CHECKS: JSON.stringify([['node', 'check.mjs']]),
    ORCH_AGENT_KILL_GRACE_SECONDS: '1',
    ...options.variables,
  };
  const start: CliScene['start'] = (argv, own = {}) =>
    startCli(argv, { cwd: repository.base, ...own, variables: { ...variables, ...own.variables } });
  return {
    repository,
    server,
    home,
    start,
    run: (argv, own) => start(argv, own).ended,
    answers: () => parse(server.requests.at(-1)?.results ?? []),
    commandLog: () => {
      const path = join(home, 'run_repo_command.log');
      return existsSync(path) ? parse(readFileSync(path, 'utf8').trimEnd().split('\n')) : [];
    },
    runFile: (run, name) => readFileSync(join(home, 'runs', String(run), name), 'utf8'),
  };
};

const parse = (lines: readonly string[]): readonly Answer[] => lines.map((line) => JSON.parse(line));

const turnOf = (turns: readonly LeadTurn[], request: ScriptedRequest): ScriptedTurn => {
  const turn = turns[request.turn];
  if (turn === undefined) return { status: 400, error: { message: `the script has no turn ${request.turn}` } };
  return typeof turn === 'function' ? turn(parse(request.results), request) : turn;
};

/** Starts the program with exactly these variables; it is killed when the test ends. */
export const startCli = (argv: readonly string[], options: CliOptions): RunningCli => {
  const env = Object.fromEntries(Object.entries(options.variables ?? {}).filter(([, value]) => value !== undefined));
  const child = spawn(process.execPath, [PROGRAM, ...argv], {
    cwd: options.cwd,
    env,
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(options.stdin);
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  const ended = once(child, 'close').then(([code]): CliResult => {
    const text = stdout.join('');
    return { code, stdout: text, stderr: stderr.join(''), json: () => JSON.parse(text) };
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { ended, pid: child.pid ?? 0, stderr: () => stderr.join(''), kill: (signal) => void child.kill(signal) };
};

/** Every file below `base` with a digest of its content: what a refused command must leave alone. The home is not looked at. */
export const contentOf = (base: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(base, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      // Git refreshes times in its index when it only looks.
      .filter((path) => !path.startsWith(join(base, '.orchestrator')) && !path.endsWith('/index'))
      .map((path) => [path, lstatSync(path).isSymbolicLink() ? readlinkSync(path) : hash('sha1', readFileSync(path))]),
  );

export const call = (name: string, input: Answer = {}): ScriptedCall => ({ name, input });

/** What tells a task of a plan from the usual one. */
interface PlannedTask {
  readonly slug: string;
  readonly prompt: string;
  readonly depends_on?: readonly string[];
  readonly title?: string;
  readonly pipeline?: string;
}

/** A call of `record_plan`; a task is its slug, its prompt and what it depends on. */
export const plan = (...tasks: readonly PlannedTask[]): ScriptedCall =>
  call('record_plan', {
    summary: 'As asked.',
    tasks: tasks.map((task) => ({ title: `Do ${task.slug}`, kind: 'feature', depends_on: [], ...task })),
  });

export const develop = (task: string, instructions = ''): ScriptedCall =>
  call('enqueue_role_agent', { task, role: 'developer', instructions });

export const command = (worktree: string, line: string): ScriptedCall =>
  call('run_repo_command', { worktree, command: line });

export const merge = (task: string): ScriptedCall => call('merge_locally', { task });

/** Turns that wait until `jobs` jobs have ended; each wait returns as soon as one has. */
export const waits = (jobs: number): readonly LeadTurn[] =>
  Array.from({ length: jobs }, () => ({ calls: [call('wait_for_jobs')] }));
