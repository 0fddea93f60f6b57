import { type ModelRequest, setTracingDisabled, withTrace } from '@openai/agents';
import { expect, it, onTestFinished } from 'vitest';
import { createModel } from '../../../src/adapters/model/create-model.ts';
import type { ModelSettings } from '../../../src/domain/settings.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { type ScriptedFault, type ScriptedTurn, startScriptedServer } from '../../helpers/scripted-responses-server.ts';

const REQUEST: ModelRequest = {
  systemInstructions: 'Be brief.',
  input: [{ role: 'user', content: 'Hello' }],
  modelSettings: {},
  tools: [],
  outputType: 'text',
  handoffs: [],
  tracing: false,
};

const SETTINGS: ModelSettings = {
  apiKey: 'secret-key',
  baseUrl: null,
  name: 'some-model',
  api: 'responses',
  timeoutMs: 600_000,
};

/** A model whose clock does not wait but notes how long it would have. */
const createTestModel = async (
  faults: readonly ScriptedFault[],
  turns: readonly ScriptedTurn[] = [{ text: 'Hi.' }],
) => {
  const server = await startScriptedServer(turns, { faults });
  onTestFinished(() => server.close());
  const waits: number[] = [];
  const notices: string[] = [];
  const clock: Clock = { now: () => 0, sleep: async (ms) => void waits.push(ms), every: () => () => undefined };
  const settings = { ...SETTINGS, baseUrl: server.url };
  const model = createModel(settings, { clock, onWait: (text) => notices.push(text) });
  // The SDK's clients ask for the trace that its runner opens.
  setTracingDisabled(true);
  const ask = (request: Partial<ModelRequest> = {}) =>
    withTrace('test', () => model.getResponse({ ...REQUEST, ...request }));
  return { ask, server, waits, notices };
};

const times = (count: number, fault: ScriptedFault): ScriptedFault[] => Array.from({ length: count }, () => fault);

it('asks again after 429 and 5xx, waiting longer each time, and says so', async () => {
  const { ask, waits, notices } = await createTestModel([{ status: 429 }, { status: 500 }, { status: 503 }]);
  const { output } = await ask();
  expect(output).toMatchObject([{ content: [{ text: 'Hi.' }] }]);
  expect(waits).toEqual([1_000, 2_000, 4_000]);
  expect(notices[0]).toMatch(/HTTP 429.*Asking again in 1 s/);
});

it.each([
  [{ 'retry-after': '90' }, 90_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:07 GMT' }, 7_000],
  [{ 'retry-after-ms': '250', 'retry-after': '90' }, 250],
])('waits as long as the service asks: %o', async (headers, ms) => {
  const { ask, waits } = await createTestModel([{ status: 429, headers }]);
  await ask();
  expect(waits).toEqual([ms]);
});

it('gives up after eight requests with an error that can be resumed from', async () => {
  const { ask, server, waits } = await createTestModel(times(9, { status: 503 }));
  await expect(ask()).rejects.toMatchObject({ code: 'model-unavailable', retryable: true });
  expect(server.requests).toHaveLength(8);
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
});

it('asks again when the connection is lost', async () => {
  const { ask, waits } = await createTestModel([], [{ drop: true }]);
  await expect(ask()).rejects.toMatchObject({ code: 'model-unavailable' });
  expect(waits).toHaveLength(7);
});

it.each([
  [{ status: 401 }, 'model-key-refused', /OPENAI_API_KEY/],
  [{ status: 403 }, 'model-key-refused', /OPENAI_API_KEY/],
  [{ status: 404 }, 'config-invalid', /some-model/],
  [{ status: 400, error: { message: 'too long' } }, 'model-misbehaved', /too long/],
  [{ status: 429, error: { code: 'insufficient_quota', message: 'no quota' } }, 'model-unavailable', /no quota/],
  [{ status: 429, headers: { 'retry-after': '7200' } }, 'model-unavailable', /429/],
] as const)('does not ask again after %o', async (fault, code, message) => {
  const { ask, waits } = await createTestModel([fault]);
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(waits).toEqual([]);
});

it('INV-12: keeps the key out of its errors', async () => {
  const quoting = { status: 401, error: { message: 'Incorrect API key provided: secret-key' } };
  const { ask } = await createTestModel([quoting]);
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ exitCode: 2 });
  expect(`${String(error)} ${(error as { next: string }).next}`).not.toContain('secret-key');
});

it('ends a request that is under way, and does not ask again, when the run is stopped', async () => {
  const { ask, waits, server } = await createTestModel([], [{ hang: true }]);
  const stop = new AbortController();
  const answer = ask({ signal: stop.signal });
  await expect.poll(() => server.requests.length).toBe(1);
  stop.abort();
  await expect(answer).rejects.toThrow();
  expect(waits).toEqual([]);
});

it('names what is missing without a key', () => {
  const settings = { ...SETTINGS, apiKey: null };
  const clock: Clock = { now: () => 0, sleep: async () => undefined, every: () => () => undefined };
  expect(() => createModel(settings, { clock, onWait: () => undefined })).toThrow(/OPENAI_API_KEY/);
});
