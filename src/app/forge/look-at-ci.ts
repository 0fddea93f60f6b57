import { type CiLook, ciStep } from '../../domain/checks/ci-polling.ts';
import { waitingStep } from '../../domain/checks/waits-for-ci.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { Forge } from '../../ports/forge.ts';
import type { App } from '../app.ts';
import { ensurePullRequest } from './ensure-pull-request.ts';
import { within } from './within.ts';

type Needs = Pick<App, 'forge' | 'settings' | 'store' | 'clock' | 'leases' | 'log' | 'redact'>;

const REQUEST_MS = 10_000;

/**
 * One look at what CI says of a task's head, and what it comes to. It asks once and waits for nothing (MA-041): how often that was
 * done stands in the gate's own pending answer, so that a restart goes on counting.
 */
export const lookAtCi = async (app: Needs, task: Task, head: string): Promise<Evidence['ci']> => {
  const { forge, clock } = app;
  if (forge === null) return 'none';
  const before = waitingStep(task);
  if (before !== null && clock.now() < before.polling.next) return before;
  // What no forge has heard of has no CI either.
  await ensurePullRequest(app, forge, task);
  const look = await ask(app, forge, task, head);
  return ciStep(look, (before?.polling.attempts ?? 0) + 1, clock.now(), app.settings.ci);
};

const ask = async (app: Needs, forge: Forge, task: Task, commit: string): Promise<CiLook> => {
  try {
    return await within(app.clock, REQUEST_MS, forge.commitStatus({ branch: task.branch, commit }));
  } catch (error) {
    app.log.warn({ err: error, task: task.id }, 'CI could not be asked');
    return { status: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
};
