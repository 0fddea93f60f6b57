import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';

/** Between asking a command to end and making it. */
const GRACE_MS = 2_000;

/** More than any list of paths that we handle, less than what makes this process slow to start others. */
export const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

interface GitCall {
  readonly cwd: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly input: string | Uint8Array | undefined;
  readonly deadlineMs: number;
}

/** `stopped` by us; `lost` when it never started, with the system's word for it, or something else ended it. */
type GitEnd =
  | { readonly type: 'exited'; readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer }
  | { readonly type: 'stopped'; readonly why: 'deadline' | 'output'; readonly stderr: Buffer }
  | { readonly type: 'lost'; readonly cause: Error; readonly stderr: Buffer };

const running = new Set<ChildProcess>();

/** A command must not outlive us and move a ref at its own time; asked like this it removes its locks. */
function endRunning(): void {
  for (const child of running) endGroup(child, 'SIGTERM');
}

/**
 * Runs git in a process group of its own, so that whoever ends it ends the filters that it started too (INV-8). Node's own way and not
 * execa: a task takes forty of these, and what execa puts around each costs as much as a small git command. Never rejects.
 */
export function spawnGit({ cwd, args, env, input, deadlineMs }: GitCall): Promise<GitEnd> {
  const { promise, resolve } = Promise.withResolvers<GitEnd>();
  let child: ChildProcess;
  try {
    child = spawn('git', [...args], {
      cwd,
      env,
      detached: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    // An argument that holds a NUL character, say.
    return Promise.resolve({ type: 'lost', cause: asError(error), stderr: Buffer.alloc(0) });
  }
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let size = 0;
  let why: 'deadline' | 'output' | null = null;
  let failure: Error | null = null;
  let grace: NodeJS.Timeout | undefined;

  const stop = (reason: NonNullable<typeof why>): void => {
    if (why !== null) return;
    why = reason;
    endGroup(child, 'SIGTERM');
    grace = setTimeout(() => {
      endGroup(child, 'SIGKILL');
      // Who has left the group may hold them open for good.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, GRACE_MS);
  };
  const collect = (into: Buffer[]) => (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_OUTPUT_BYTES) stop('output');
    else into.push(chunk);
  };
  const deadline = setTimeout(() => stop('deadline'), deadlineMs);

  if (running.size === 0) process.once('exit', endRunning);
  running.add(child);
  child.stdout?.on('data', collect(stdout));
  child.stderr?.on('data', collect(stderr));
  // Git may end without having read all that it was given.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  child.once('error', (error) => {
    failure = error;
  });
  child.once('close', (exitCode, endedBy) => {
    clearTimeout(deadline);
    clearTimeout(grace);
    running.delete(child);
    if (running.size === 0) process.off('exit', endRunning);
    const said = Buffer.concat(stderr);
    if (why !== null) resolve({ type: 'stopped', why, stderr: said });
    else if (failure === null && exitCode !== null && exitCode >= 0) {
      resolve({ type: 'exited', exitCode, stdout: Buffer.concat(stdout), stderr: said });
    } else resolve({ type: 'lost', cause: failure ?? new Error(`ended by ${endedBy ?? 'nobody'}`), stderr: said });
  });
  return promise;
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
    child.kill(signal);
  }
}

/** The system's word for why a command could not be started or went on, e.g. `ENOENT`. */
export function errorCode(error: Error | undefined): string | undefined {
  return error !== undefined && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
