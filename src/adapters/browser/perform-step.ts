import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Expectation, ScenarioStep } from '../../domain/verification/verification.ts';
import { locate } from './locate.ts';

interface StepLimits {
  readonly url: string;
  readonly stepTimeoutMs: number;
}

type PerformedStep = Exclude<ScenarioStep, { action: 'snapshot' }>;

/** Does one step as a user would: it waits until what it needs can be seen and used. Rejects when it cannot be done in time. */
export const performStep = (page: Page, step: PerformedStep, limits: StepLimits): Promise<void> =>
  // A page that is busy with itself answers some questions never, not even late.
  within(limits.stepTimeoutMs * 2, perform(page, step, limits));

const perform = async (page: Page, step: PerformedStep, { url, stepTimeoutMs }: StepLimits): Promise<void> => {
  switch (step.action) {
    case 'open':
      await page.goto(new URL(step.path, url).href);
      return;
    case 'click':
      return (await locate(page, step.target, 'click')).click();
    case 'fill':
      for (const [target, text] of Object.entries(step.values)) await fill(page, target, text);
      return;
    case 'press':
      return page.keyboard.press(step.key);
    case 'expect':
      return expectAll(page, step.expected, stepTimeoutMs);
  }
};

const fill = async (page: Page, target: string, text: string): Promise<void> => {
  const field = await locate(page, target, 'fill');
  if ((await field.and(page.locator('select')).count()) > 0) await field.selectOption(text);
  else await field.fill(text);
};

const expectAll = async (page: Page, expected: Expectation, timeoutMs: number): Promise<void> => {
  const { text, selector, title, url } = expected;
  if (text !== undefined) await page.getByText(text).filter({ visible: true }).first().waitFor();
  if (selector !== undefined) await page.locator(selector).filter({ visible: true }).first().waitFor();
  if (title !== undefined) await titleHolds(page, title, timeoutMs);
  if (url !== undefined) await page.waitForURL((address) => address.href.includes(url));
};

const titleHolds = async (page: Page, part: string, timeoutMs: number): Promise<void> => {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const title = await page.title();
    if (title.includes(part)) return;
    if (performance.now() > end) throw new Error(`the title is "${title}"`);
    await delay(50);
  }
};

const within = async (timeoutMs: number, work: Promise<void>): Promise<void> => {
  const timer = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`Timeout ${timeoutMs}ms exceeded: the page does not answer`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    timer.abort();
    // Whichever comes second is of no interest.
    for (const second of [work, late]) second.catch(() => undefined);
  }
};
