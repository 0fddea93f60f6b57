import type { BrowserContext, ConsoleMessage, Request } from 'playwright-core';
import { printableLine } from '../../domain/text/printable.ts';
import type { Defect, DefectKind } from '../../domain/verification/verification.ts';
import type { Visit } from '../../ports/browser.ts';

/** A page that complains without end must not fill prompts. */
const MOST_DEFECTS = 50;
const LONGEST_TEXT = 500;

interface DefectWatch {
  /** Each defect once, in the order in which they were seen. */
  readonly found: readonly Defect[];
  /** From now on what is seen belongs to this step. */
  during(step: number): void;
  add(kind: DefectKind, text: string): void;
}

/** Notes what goes wrong in any page of a browser, and lets no request leave the machine (INV-4). */
export const watchDefects = async (
  context: BrowserContext,
  { url, allow }: Pick<Visit, 'url' | 'allow'>,
): Promise<DefectWatch> => {
  const found: Defect[] = [];
  const blocked = new Set<Request>();
  let present = 0;
  const { origin, host } = new URL(url);

  const add = (kind: DefectKind, text: string): void => {
    const line = printableLine(text.replaceAll(origin, '').replaceAll(host, 'the server')).slice(0, LONGEST_TEXT);
    const isKnown = found.some((defect) => defect.kind === kind && defect.text === line);
    if (!isKnown && found.length < MOST_DEFECTS) found.push({ kind, step: present, text: line });
  };
  const isAllowed = (patterns: readonly string[], text: string): boolean =>
    patterns.some((pattern) => new RegExp(pattern).test(text));
  const addRequest = (kind: DefectKind, request: string, rest: string): void => {
    if (!isAllowed(allow.network, request)) add(kind, `${request}${rest}`);
  };

  context.on('console', (message) => {
    if (message.type() !== 'error' || isTold(message)) return;
    if (!isAllowed(allow.console, message.text())) add('console', `${message.text()} (${placeOf(message)})`);
  });
  context.on('weberror', (event) => {
    const error = event.error();
    if (!isAllowed(allow.console, error.message))
      add('page-error', `${error.name}: ${error.message}${thrownAt(error)}`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'no reason given';
    // What the page itself gave up, by going elsewhere say, is no defect.
    if (!blocked.has(request) && reason !== 'net::ERR_ABORTED') addRequest('request', nameOf(request), `: ${reason}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) addRequest('response', nameOf(response.request()), `: status ${response.status()}`);
  });
  await context.route(isOutside, async (route, request) => {
    blocked.add(request);
    addRequest('blocked', nameOf(request), '');
    await route.abort('blockedbyclient');
  });
  await context.routeWebSocket(isOutside, async (socket) => {
    addRequest('blocked', `GET ${socket.url()}`, '');
    await socket.close();
  });
  const during = (step: number): void => {
    present = step;
  };
  return { found, during, add };
};

/** `data:` and the like reach nothing. */
const isOutside = ({ protocol, hostname }: URL): boolean =>
  /^(https?|wss?):$/.test(protocol) && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** The browser repeats on the console what was wrong with a request; the request says it better. */
const isTold = (message: ConsoleMessage): boolean => message.text().startsWith('Failed to load resource:');

const nameOf = (request: Request): string => `${request.method()} ${request.url()}`;

/** Where an error was thrown, as its stack says. */
const thrownAt = ({ stack = '' }: Error): string => {
  const place = /\bhttps?:\/\/\S+?:\d+(?=:\d+\)?$)/m.exec(stack)?.[0];
  return place === undefined ? '' : ` (${place})`;
};

const placeOf = (message: ConsoleMessage): string => {
  const { url, lineNumber } = message.location();
  return `${url}:${lineNumber + 1}`;
};
