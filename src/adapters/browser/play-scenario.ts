import type { BrowserContext, Page } from 'playwright-core';
import { describeStep, type ScenarioStep, type Snapshot } from '../../domain/verification/verification.ts';
import type { Visit, Visited } from '../../ports/browser.ts';
import { performStep } from './perform-step.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { watchDefects } from './watch-defects.ts';

/** How long the network may stay busy after a step before the next one begins. */
const SETTLE_MS = 2_000;

/**
 * Goes through the steps up to the first that does not succeed, since those after it build on it. A step during which something
 * went wrong leaves a snapshot.
 */
export const playScenario = async (context: BrowserContext, visit: Visit): Promise<Visited> => {
  const { steps, signal, stepTimeoutMs } = visit;
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(stepTimeoutMs);
  const defects = await watchDefects(context, visit);
  const snapshots: Snapshot[] = [];
  const keep = async (name: string, step: number): Promise<void> => {
    const snapshot = await takeSnapshot(page, { name, step, directory: visit.directory });
    if (snapshot !== null) snapshots.push(snapshot);
  };

  let done = 0;
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) break;
    const number = index + 1;
    const known = defects.found.length;
    defects.during(number);
    try {
      if (step.action === 'snapshot') await keep(step.name, number);
      else await performStep(page, step, visit);
      if (isActing(step)) await settle(page);
    } catch (error) {
      if (signal.aborted) break;
      defects.add('step', `${describeStep(step)}: ${reasonOf(error, stepTimeoutMs)}`);
      await keep(`defect-in-step-${number}`, number);
      break;
    }
    if (defects.found.length > known) await keep(`defect-in-step-${number}`, number);
    done = number;
  }
  return { done, findings: defects.found, snapshots };
};

const isActing = ({ action }: ScenarioStep): boolean => action === 'open' || action === 'click' || action === 'press';

/** What a page asks for after it was used belongs to that step; one that never stops asking is not waited for. */
const settle = (page: Page): Promise<void> =>
  page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);

/** The driver's words without its log; a time-out says how long was waited. */
const reasonOf = (error: unknown, timeoutMs: number): string => {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return /Timeout \d+ms exceeded/.test(first) ? `not possible within ${timeoutMs / 1000} s` : first;
};
