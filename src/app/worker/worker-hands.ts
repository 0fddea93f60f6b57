import { isUnfinished, type Run } from '../../domain/run.ts';
import type { GitSentinel } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { createMemo } from '../memo.ts';
import { removeScratch } from '../worktrees/scratch-worktree.ts';
import { createCommandHands } from './command-hands.ts';
import { containTrouble } from './contain-trouble.ts';
import { createJobHands } from './job-hands.ts';
import { createNotices } from './notices.ts';
import { createSweep } from './sweep-runs.ts';
import { createTaskHands } from './task-hands.ts';
import type { WorkerShift } from './worker-shift.ts';

/** What one process looks for and does. */
interface WorkerHands {
  /** How many jobs it has brought to their end, commands among them. */
  ended(): number;
  /** Takes up what is due; resolves to whether there was something. */
  take(): Promise<boolean>;
  /** Ends the runs that came to a stand without work. */
  sweep(): Promise<void>;
  /** Removes the scratch worktrees that nobody uses, in the repositories that it worked in. */
  tidyUp(): Promise<void>;
}

export const createWorkerHands = (shift: WorkerShift): WorkerHands => {
  const { app, order, slots, stop } = shift;
  const watched = createMemo<GitSentinel, void>();
  const used = new Map<GitSentinel, App>();

  /** The app of a run's repository, which is watched from its first use on (INV-16). */
  const appOf = async (run: Run): Promise<App> => {
    const there = await app.appOf(run);
    used.set(there.sentinel, there);
    await watched.get(there.sentinel, () => there.sentinel.record());
    return there;
  };

  const notices = createNotices(app);
  const containment = containTrouble(app, appOf, notices, stop);
  const commands = createCommandHands(shift);
  const tasks = createTaskHands(shift, containment);
  const jobs = createJobHands(shift, containment, notices);
  const ended = (): number => jobs.ended() + commands.ended();
  /** Commands and agents together: whoever asked for one job gets one (KB-26). */
  const mayTake = (): boolean => !order.once || (ended() === 0 && slots.busy() === 0);

  return {
    ended,
    // One command a repository at the most is under way: they never keep agents waiting for long.
    take: async () =>
      (mayTake() && (await commands.take())) || (await tasks.take()) || (mayTake() && (await jobs.take())),
    sweep: createSweep(app, appOf),
    tidyUp: async () => {
      // Whoever calls for one job at a time finds what is set up again while there is more to do.
      if (order.once && (await app.store.runs.tasksNotDone()).some(isUnfinished)) return;
      for (const there of used.values()) await removeScratch(there);
    },
  };
};
