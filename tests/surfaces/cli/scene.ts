import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { StatusView } from '../../../src/app/home/status-view.ts';
import type {
  CliDeps,
  DecidingApp,
  LookingApp,
  RunSinks,
  SetUp,
  WorkingApp,
} from '../../../src/surfaces/cli/cli-deps.ts';
import type { CliClock, CliIo, WritableTerminal } from '../../../src/surfaces/cli/cli-io.ts';
import type { Flags } from '../../../src/surfaces/cli/flags.ts';
import { runCli } from '../../../src/surfaces/cli/run-cli.ts';
import type { ColorVariables } from '../../../src/surfaces/cli/text/color.ts';
import { report, START, taskReport } from './recorded-run.ts';

/** A stream that remembers what was written to it. */
export class FakeTerminal extends EventEmitter implements WritableTerminal {
  text = '';
  readonly isTTY: boolean;
  columns: number | undefined;
  rows: number | undefined;

  constructor({ isTTY = false, columns = 100, rows = 40 }: { isTTY?: boolean; columns?: number; rows?: number } = {}) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string, done?: () => void): boolean {
    this.text += text;
    done?.();
    return true;
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }
}

/** Time that stands still until it is moved. */
export class FakeClock implements CliClock {
  #now = START;
  readonly #ticks = new Set<{ readonly ms: number; readonly tick: () => void; due: number }>();

  now(): number {
    return this.#now;
  }

  every(ms: number, tick: () => void): () => void {
    const entry = { ms, tick, due: this.#now + ms };
    this.#ticks.add(entry);
    return () => void this.#ticks.delete(entry);
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        stop();
        resolve();
      };
      const stop = this.every(ms, wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Moves on to a time, ticking on the way. */
  moveTo(at: number): void {
    for (;;) {
      const [next] = [...this.#ticks].sort((a, b) => a.due - b.due);
      if (next === undefined || next.due > at) break;
      this.#now = next.due;
      next.due += next.ms;
      next.tick();
    }
    this.#now = at;
  }

  get running(): number {
    return this.#ticks.size;
  }
}

export interface SceneOptions {
  /** Is everything a terminal? */
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly variables?: ColorVariables;
  readonly stdin?: string;
  readonly looking?: Partial<LookingApp>;
  readonly deciding?: Partial<DecidingApp>;
  readonly working?: (sinks: RunSinks) => Partial<WorkingApp>;
  readonly setUp?: Partial<SetUp>;
}

/** A command line with a fake application behind it. What a test does not hand in fails when it is asked for. */
export const createScene = (options: SceneOptions = {}) => {
  const { terminal = false, columns = 100, variables = {} } = options;
  const stdout = new FakeTerminal({ isTTY: terminal, columns });
  const stderr = new FakeTerminal({ isTTY: terminal, columns });
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal });
  if (!terminal) stdin.end(options.stdin ?? '');
  const signals = new EventEmitter();
  const clock = new FakeClock();
  const exits: number[] = [];
  const opened: { readonly how: string; readonly flags: Flags }[] = [];
  const closed: string[] = [];
  const io: CliIo = { stdout, stderr, stdin, variables, signals, clock, exit: (code) => void exits.push(code) };
  const opener = (how: string, app: object | undefined, flags: Flags): never => {
    opened.push({ how, flags });
    const parts = { language: 'en', close: async () => void closed.push(how), ...app };
    return new Proxy(parts, { get: (target, name) => part(target, how, name) }) as never;
  };
  const deps: CliDeps = {
    io,
    version: '1.2.3',
    openLooking: async (flags) => opener('looking', options.looking, flags),
    openDeciding: async (flags) => opener('deciding', options.deciding, flags),
    openWorking: async (flags, sinks) => opener('working', { trace: false, ...options.working?.(sinks) }, flags),
    openDemo: async (flags) => opener('demo', { trace: false, run: async () => report }, flags),
    setUp: new Proxy({ ...options.setUp }, { get: (target, name) => part(target, 'setUp', name) }) as SetUp,
  };
  return {
    stdout,
    stderr,
    stdin,
    signals,
    clock,
    exits,
    opened,
    deps,
    closed,
    run: (...argv: string[]) => runCli(argv, deps),
  };
};

const part = (parts: object, of: string, name: string | symbol): unknown => {
  // An awaited object is asked whether it is a promise.
  if (name === 'then' || typeof name === 'symbol') return undefined;
  if (!(name in parts)) throw new Error(`nobody expected a call of ${of}.${name}`);
  return Reflect.get(parts, name);
};

export const STATUS: StatusView = {
  run: {
    id: 'r-7f3',
    goal: 'Add single sign-on',
    status: 'waiting',
    interrupted: false,
    startedAt: new Date(START - 600_000).toISOString(),
    endedAt: null,
  },
  runs: [],
  jobs: { succeeded: 3, running: 1 },
  tasks: { merged: 1, waiting: 1 },
  waiting: [
    {
      ...{ task: 'T-4', for: 'Retain 30 or 90 days?', since: new Date(START - 120_000).toISOString() },
      ...{ question: 'q-1', owner: 'person' },
    },
  ],
  reworks: [],
  resilience: { preflight: 'ok', breakers: {} },
};

export const TASKS = [
  taskReport({ id: 'T-1', slug: 'schema-migration' }),
  taskReport({ id: 'T-4', slug: 'audit-log' }),
];
