import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OrchestratorError } from '../../../domain/errors.ts';
import { gitDirOf } from '../layout.ts';

/** As long as a person's own short command may hold an index. */
const PATIENCE_MS = 2_000;
const STEP_MS = 50;

/** Waits while another git holds a checkout's index; rejects with `git-failed` when it is not given back in time. */
export async function awaitIndex(checkout: string): Promise<void> {
  const lock = join(gitDirOf(checkout), 'index.lock');
  for (let waited = 0; existsSync(lock); waited += STEP_MS) {
    if (waited >= PATIENCE_MS) throw locked(checkout, lock);
    await delay(STEP_MS);
  }
}

function locked(checkout: string, lock: string): OrchestratorError {
  return new OrchestratorError(
    'git-failed',
    `Another git command holds the index of ${checkout} (${lock}).`,
    'Let that command end, then resume. When none is at work, start anew: a lock that nobody holds is removed at the start of a run.',
  );
}
