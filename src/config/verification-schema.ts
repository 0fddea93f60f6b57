import { z } from 'zod';
import type { ScenarioStep, ServerPlan, VerificationPlan } from '../domain/verification/verification.ts';

/** What a repository's own file says: which script of its package.json starts the server, and never a command. */
export interface RepositoryVerification extends Omit<VerificationPlan, 'server'> {
  readonly server: Omit<ServerPlan, 'command'> & { readonly script: string };
}

/** What a person writes: the whole of it, with the command that starts the server. */
export const verificationSchema = (): z.ZodType<VerificationPlan> =>
  z
    .strictObject({
      server: z.strictObject({ command: z.array(text()).min(1), ...server() }).transform(named),
      ...lookedAt(),
    })
    .transform(withStepTimeout);

/** What stands in a repository's own `.openclaw/verification.yaml`. */
export const repositoryVerificationSchema = (): z.ZodType<RepositoryVerification> =>
  z
    .strictObject({ server: z.strictObject({ script: text(), ...server() }).transform(named), ...lookedAt() })
    .transform(withStepTimeout);

/** Like all settings, a part is built when it is asked for: most starts need none of it. */
const server = () => ({ url: address(), ready: path().default('/'), timeout: seconds().default(60_000) });

const lookedAt = () => ({
  scenario: z.array(step()).min(1),
  allow: z
    .strictObject({ console: z.array(pattern()).default([]), network: z.array(pattern()).default([]) })
    .default({ console: [], network: [] }),
  stepTimeout: seconds().default(10_000),
});

const named = <Read extends { readonly timeout: number }>({ timeout, ...rest }: Read) => ({
  ...rest,
  timeoutMs: timeout,
});

const withStepTimeout = <Read extends { readonly stepTimeout: number }>({ stepTimeout, ...rest }: Read) => ({
  ...rest,
  stepTimeoutMs: stepTimeout,
});

const step = () =>
  z
    .strictObject({
      open: path().exactOptional(),
      click: text().exactOptional(),
      fill: z.record(text(), z.string()).exactOptional(),
      press: text().exactOptional(),
      expect: expectation().exactOptional(),
      snapshot: fileName().exactOptional(),
    })
    .refine((actions) => Object.keys(actions).length === 1, `expected one of: ${ACTIONS.join(', ')}`)
    .transform(({ open, click, fill, press, expect, snapshot = '' }): ScenarioStep => {
      if (open !== undefined) return { action: 'open', path: open };
      if (click !== undefined) return { action: 'click', target: click };
      if (fill !== undefined) return { action: 'fill', values: fill };
      if (press !== undefined) return { action: 'press', key: press };
      if (expect !== undefined) return { action: 'expect', expected: expect };
      return { action: 'snapshot', name: snapshot };
    });

const ACTIONS: readonly ScenarioStep['action'][] = ['open', 'click', 'fill', 'press', 'expect', 'snapshot'];

const expectation = () =>
  z
    .strictObject({
      text: text().exactOptional(),
      selector: text().exactOptional(),
      title: text().exactOptional(),
      url: text().exactOptional(),
    })
    .refine((expected) => Object.keys(expected).length > 0, 'expected text, selector, title or url');

const text = () => z.string().min(1);

const path = () => z.string().startsWith('/', 'expected a path that begins with /');

const seconds = () =>
  z
    .number()
    .positive()
    .max(3_600)
    .transform((value) => Math.round(value * 1000));

const address = () =>
  z
    .string()
    .regex(/^http:\/\/(localhost|127\.0\.0\.1):\{port\}(\/\S*)?$/, 'expected an address like http://127.0.0.1:{port}/')
    .default('http://127.0.0.1:{port}/');

/** A snapshot's name becomes that of a file. */
const fileName = () =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'expected letters, digits, dots and dashes');

const pattern = () => z.string().refine(isPattern, 'expected a regular expression');

const isPattern = (source: string): boolean => {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
};
