import { ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/** One process that the orchestrator started, with when it began and ended. */
export interface RecordedCall {
  readonly file: string;
  readonly argv: readonly string[];
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly toFile: boolean;
  readonly input: Buffer[];
  readonly start: number;
  end: number;
}

/** What `child_process` passes down for every child, whoever asked for it. */
interface LowLevelOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  envPairs: readonly string[];
  readonly stdio: readonly unknown[];
}

type LowLevel = { spawn(this: ChildProcess, options: LowLevelOptions): number };

/** One time for all commits, so that a repetition makes the very same ones. */
const DATES = ['GIT_AUTHOR_DATE=1763700000 +0000', 'GIT_COMMITTER_DATE=1763700000 +0000'];

/** Records every process that is started until `stop`, at the one place through which all of them go. */
export const recordCalls = (): { readonly calls: readonly RecordedCall[]; stop(): void } => {
  const prototype = ChildProcess.prototype as unknown as LowLevel;
  const original = prototype.spawn;
  const calls: RecordedCall[] = [];
  prototype.spawn = function (options) {
    if (options.file.endsWith('git')) options.envPairs = [...options.envPairs, ...DATES];
    const call: RecordedCall = {
      file: options.file,
      argv: options.args.slice(1),
      cwd: options.cwd,
      env: Object.fromEntries(options.envPairs.map(splitPair)),
      toFile: typeof options.stdio[1] === 'number',
      input: [],
      start: performance.now(),
      end: Number.POSITIVE_INFINITY,
    };
    calls.push(call);
    const status = Reflect.apply(original, this, [options]);
    this.once('exit', () => {
      call.end = performance.now();
    });
    if (this.stdin !== null) copyInput(this.stdin, call.input);
    return status;
  };
  return {
    calls,
    stop: () => {
      prototype.spawn = original;
    },
  };
};

const splitPair = (pair: string): [string, string] => {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
};

const copyInput = (stdin: NodeJS.WritableStream, into: Buffer[]): void => {
  const { write, end } = stdin;
  stdin.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    into.push(Buffer.from(chunk));
    return Reflect.apply(write, stdin, [chunk, ...rest]);
  }) as typeof write;
  stdin.end = ((chunk?: unknown, ...rest: never[]) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) into.push(Buffer.from(chunk));
    return Reflect.apply(end, stdin, [chunk, ...rest]);
  }) as typeof end;
};

/**
 * Starts the same processes again with nothing around them. Each waits for those that had ended when it began, so that what
 * ran side by side does so again.
 */
export const replayCalls = async (calls: readonly RecordedCall[], outputFile: string): Promise<void> => {
  const output = openSync(outputFile, 'a');
  const done: Promise<unknown>[] = [];
  for (const [index, before] of predecessors(calls).entries()) {
    const call = calls[index];
    if (call !== undefined) done.push(Promise.all(before.map((other) => done[other])).then(() => replay(call, output)));
  }
  await Promise.all(done);
  closeSync(output);
};

/** For each call the ones that it has to wait for; whoever one of these has waited for itself is left out. */
const predecessors = (calls: readonly RecordedCall[]): readonly (readonly number[])[] =>
  calls.map((call) => {
    const ended = calls.map((_, index) => index).filter((index) => (calls[index]?.end ?? 0) <= call.start);
    const lastStart = Math.max(...ended.map((index) => calls[index]?.start ?? 0));
    return ended.filter((index) => (calls[index]?.end ?? 0) > lastStart);
  });

const replay = async (call: RecordedCall, output: number): Promise<void> => {
  const options: SpawnOptions = {
    cwd: call.cwd,
    env: { ...call.env },
    stdio: [call.input.length > 0 ? 'pipe' : 'ignore', call.toFile ? output : 'pipe', call.toFile ? output : 'pipe'],
  };
  const child = spawn(call.file, [...call.argv], options);
  child.stdout?.resume();
  child.stderr?.resume();
  child.stdin?.end(Buffer.concat(call.input));
  await once(child, 'close');
};
