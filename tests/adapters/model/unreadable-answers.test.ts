import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTracingDisabled, withTrace } from '@openai/agents';
import { expect, it, onTestFinished } from 'vitest';
import { createModel } from '../../../src/adapters/model/create-model.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { REQUEST } from './request.ts';

/** Asks a service that gives every request the same answer, with status 200; the clock does not wait. */
const ask = async (type: string, body: string) => {
  let requests = 0;
  const server: Server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const clock: Clock = { now: () => 0, sleep: async () => undefined, every: () => () => undefined };
  const settings = {
    apiKey: 'any',
    baseUrl: `http://127.0.0.1:${port}/v1`,
    name: 'some-model',
    api: 'responses',
    timeoutMs: 600_000,
  } as const;
  const model = createModel(settings, { clock, onWait: () => undefined });
  setTracingDisabled(true);
  const error: unknown = await withTrace('test', () => model.getResponse(REQUEST).catch((thrown: unknown) => thrown));
  return { error, requests };
};

it.each([
  ['text/html', `<html>${'Sign in. '.repeat(10_000)}</html>`],
  ['application/json', 'null'],
  ['application/json', ''],
])('an answer that is none is no text to quote: %s', async (type, body) => {
  const { error, requests } = await ask(type, body);
  expect(error).toMatchObject({
    code: 'model-misbehaved',
    message: expect.stringMatching(/could not be read: it is none of the responses API\.$/),
  });
  expect(requests).toBe(1);
});

it('an answer that ends in the middle is asked for again, as after a lost connection', async () => {
  const { error, requests } = await ask('application/json', '{"id":"r-1","output":[{"type":');
  expect(error).toMatchObject({ code: 'model-unavailable', retryable: true });
  expect(requests).toBe(8);
});

it.each([
  [
    { status: 'failed', error: { code: 'server_error', message: 'Please try again.' } },
    'Please try again. (server_error)',
    8,
  ],
  [
    { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slower.' } },
    'Slower. (rate_limit_exceeded)',
    8,
  ],
  [{ status: 'failed', error: { code: 'invalid_prompt', message: 'Not this.' } }, 'Not this. (invalid_prompt)', 1],
  [{ status: 'failed', error: null }, 'without a reason (failed)', 1],
  [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'incomplete (max_output_tokens)', 1],
  [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'incomplete (content_filter)', 1],
])(
  "a request that the service took and did not answer is told in the service's words: %j",
  async (answer, words, asked) => {
    const { error, requests } = await ask('application/json', JSON.stringify({ id: 'r-1', output: [], ...answer }));
    const code = asked > 1 ? 'model-unavailable' : 'model-misbehaved';
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(requests).toBe(asked);
  },
);
