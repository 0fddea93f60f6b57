import { existsSync } from 'node:fs';
import { openStore } from '../../src/adapters/sqlite/open.ts';
import type { Scene, Start } from './scene.ts';
import type { KillAt, VictimResult } from './victim-order.ts';
import { findOrphans, findViolations } from './violations.ts';

/** Where a start is killed: at a point, after so many milliseconds, or not at all. */
export type Kill = ({ readonly type: 'point' } & KillAt) | { readonly type: 'instant'; readonly ms: number };

export interface RoundResult {
  readonly starts: readonly Start[];
  /** Empty when everything holds. */
  readonly violations: readonly string[];
}

/** More starts than kills and one for each would mean that resuming does not get on. */
const FURTHER_STARTS = 1;

/** Starts a run, kills it as ordered, one start after another, resumes it to its end, and looks whether all is whole. */
export const playRound = async (scene: Scene, kills: readonly Kill[]): Promise<RoundResult> => {
  const starts: Start[] = [];
  for (let number = 0; number < kills.length + FURTHER_STARTS; number += 1) {
    const command = (await hasRun(scene)) ? 'resume' : 'run';
    const kill = kills[number] ?? null;
    const start = await scene.start(
      { command, kill: kill?.type === 'point' ? kill : null },
      kill?.type === 'instant' ? kill.ms : null,
    );
    starts.push(start);
    if (start.result !== null) break;
  }
  const last = starts.at(-1);
  const result = last?.result ?? null;
  const violations =
    result === null ? [`the last start did not end: ${last?.stderr ?? ''}`] : await judge(scene, result);
  for (const { pid } of findOrphans(scene)) process.kill(pid, 'SIGKILL');
  return { starts, violations };
};

const judge = async (scene: Scene, { error, report }: VictimResult): Promise<readonly string[]> =>
  error === null ? findViolations(scene, report) : [`the last start ended with ${error}`];

/** Before the run was recorded there is nothing to resume: the person gives the same order again. */
const hasRun = async ({ loaded }: Scene): Promise<boolean> => {
  const { databaseFile: file } = loaded.settings.layout;
  if (!existsSync(file)) return false;
  const store = await openStore({ file, readonly: true });
  try {
    return (await store.runs.list()).length > 0;
  } finally {
    await store.close();
  }
};
