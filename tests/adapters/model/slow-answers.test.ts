import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTracingDisabled, withTrace } from '@openai/agents';
import { expect, it, onTestFinished } from 'vitest';
import { createModel } from '../../../src/adapters/model/create-model.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { REQUEST } from './request.ts';

const ANSWER = JSON.stringify({
  id: 'r-1',
  output: [{ type: 'message', id: 'm-1', role: 'assistant', content: [{ type: 'output_text', text: 'Hi.' }] }],
});

/** A model at a service that answers as it is told; the clock does not wait. */
const createScene = async (answer: (response: ServerResponse) => void, timeoutMs: number) => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const clock: Clock = { now: () => 0, sleep: async () => undefined, every: () => () => undefined };
  const settings = { apiKey: 'any', baseUrl: url, name: 'some-model', api: 'responses', timeoutMs } as const;
  const model = createModel(settings, { clock, onWait: () => undefined });
  setTracingDisabled(true);
  return { url, ask: () => withTrace('test', () => model.getResponse(REQUEST)), requests: () => requests };
};

/** Node's own limit of five minutes, made short for this process. */
const limitFetch = async (url: string, ms: number): Promise<void> => {
  await fetch(new URL('/ready', url));
  const key = Symbol.for('undici.globalDispatcher.1');
  const shared = Reflect.get(globalThis, key);
  Reflect.set(globalThis, key, new shared.constructor({ headersTimeout: ms }));
  onTestFinished(() => void Reflect.set(globalThis, key, shared));
};

it('an answer that takes longer than fetch waits by itself is not given up', async () => {
  const thinking: ServerResponse[] = [];
  let isReady = false;
  const scene = await createScene((response) => {
    if (isReady) thinking.push(response);
    else response.end();
  }, 600_000);
  await limitFetch(scene.url, 50);
  isReady = true;
  const answer = scene.ask();
  await expect.poll(() => thinking.length).toBe(1);
  await expect(fetch(scene.url), 'begun later, with nothing but the limit').rejects.toMatchObject({
    cause: { code: 'UND_ERR_HEADERS_TIMEOUT' },
  });
  thinking[0]?.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
  expect((await answer).output).toMatchObject([{ content: [{ text: 'Hi.' }] }]);
  expect(scene.requests(), 'the one that made ready, the answer, the harm').toBe(3);
});

it.each<[string, (response: ServerResponse) => void]>([
  ['does not begin', () => undefined],
  [
    'stops in the middle',
    (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
  ],
])('an answer that %s is late after the time that the settings allow, and is asked for again', async (_, answer) => {
  const { ask, requests } = await createScene(answer, 50);
  await expect(ask()).rejects.toMatchObject({
    code: 'model-unavailable',
    message: expect.stringMatching(/no answer within 0\.05 s, which ORCHESTRATOR_MODEL_TIMEOUT_SECONDS allows/),
  });
  expect(requests()).toBe(8);
});
