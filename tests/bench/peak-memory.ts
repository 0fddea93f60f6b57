import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface Run {
  readonly ms: number;
  /** Highest resident memory of the process itself, in megabytes; NaN where the system does not tell. */
  readonly peakMb: number;
}

const LOOK_EVERY_MS = 50;

/** Runs a program to its end. Rejects when it fails. */
export const runMeasured = async (
  file: string,
  argv: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Run> => {
  const start = performance.now();
  const child = spawn(file, [...argv], { ...options, stdio: ['ignore', 'ignore', 'ignore'] });
  let peakMb = Number.NaN;
  const look = setInterval(() => {
    peakMb = peakOf(child) ?? peakMb;
  }, LOOK_EVERY_MS);
  const [code] = await once(child, 'exit');
  clearInterval(look);
  if (code !== 0) throw new Error(`${file} ${argv.join(' ')} ended with ${String(code)}`);
  return { ms: performance.now() - start, peakMb };
};

const peakOf = ({ pid }: ChildProcess): number | null => {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
};
