import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

/**
 * Removes what ended processes left of a file that each process has for itself, unfinished copies included.
 * @param file absolute path; unless its name ends in this process's id nothing is removed
 */
export function removeEnded(file: string): void {
  const name = basename(file);
  const id = String(process.pid);
  if (!name.endsWith(id) || lstatSync(dirname(file), { throwIfNoEntry: false }) === undefined) return;
  const prefix = name.slice(0, -id.length);
  for (const other of readdirSync(dirname(file))) {
    if (!other.startsWith(prefix)) continue;
    const [, pid] = /^(\d+)(\.\d+\.new)?$/.exec(other.slice(prefix.length)) ?? [];
    if (pid !== undefined && hasEnded(Number(pid))) removeIfOurs(join(dirname(file), other));
  }
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** In a shared temporary directory other people's files can't be removed, and are not ours to remove. */
function removeIfOurs(path: string): void {
  try {
    if (lstatSync(path).isFile()) unlinkSync(path);
  } catch {
    return;
  }
}
