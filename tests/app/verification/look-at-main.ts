import type { App } from '../../../src/app/app.ts';
import { verifyCandidate } from '../../../src/app/verification/verify-candidate.ts';
import type { VerificationRecord } from '../../../src/domain/verification/verification.ts';
import { verificationsOf } from '../../../src/domain/verification/verifications-of.ts';
import type { AppScene } from '../app-scene.ts';
import { createWebScene, type WebOptions } from './web-scene.ts';

interface Look {
  readonly record: VerificationRecord;
  readonly scene: AppScene;
}

/** Verifies main itself, as the candidate of a task; `change` replaces parts of the app. */
export const lookAtMain = async (
  options: WebOptions,
  change: (app: App) => Partial<App>,
  signal?: AbortSignal,
): Promise<Look> => {
  const { scene, task } = await createWebScene(options);
  const scope = { ...scene.scope, run: task.run, signal: signal ?? scene.scope.signal };
  const head = scene.repository.git(['rev-parse', 'HEAD']);
  const seen = await verifyCandidate({ ...scene.app, ...change(scene.app) }, scope, task, head);
  if (seen === 'none') throw new Error('nothing was verified');
  return { record: seen.record, scene };
};

/** What the journal says of the newest verification. */
export const newestRecord = async (app: App): Promise<VerificationRecord> => {
  const [run] = await app.store.runs.list();
  const record = verificationsOf(await app.store.journal.after(run?.id ?? '', 0)).at(-1);
  if (record === undefined) throw new Error('nothing is recorded yet');
  return record;
};

/** Whether a process of this machine runs. */
export const isRunning = (pid: number | null): boolean => {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
};
