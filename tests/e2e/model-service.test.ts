import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, contentOf, createCliScene, develop, KEY, merge, plan } from './cli-scene.ts';

const hello = [
  { calls: [plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }), develop('hello'), call('wait_for_jobs')] },
  { calls: [merge('hello')] },
  { text: 'Done.' },
];
const [first = { text: '' }, ...others] = hello;
/** Merges twice: what a limit cuts off is never repeated for the lead. */
const insisting = [first, { calls: [merge('hello')] }, ...others];

test('INV-12: a key that the service refuses is exit 2, and stands in no output and no file', async () => {
  const scene = await createCliScene([{ status: 401, error: { message: `Incorrect API key provided: ${KEY}` } }]);
  const before = contentOf(scene.repository.base);
  const ended = await scene.run(['Do it'], { variables: { ORCHESTRATOR_LOG_LEVEL: 'debug', ORCHESTRATOR_TRACE: '1' } });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/error\[model-key-refused\][\s\S]*OPENAI_API_KEY/);
  expect(contentOf(scene.repository.base)).toEqual(before);
  const written = readdirSync(scene.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  for (const text of [ended.stdout, ended.stderr, ...written]) expect(text).not.toContain(KEY);
});

test('429 with Retry-After and 500 are waited out', async () => {
  const busy = { status: 429, headers: { 'retry-after': '0' }, error: { message: 'slow down' } };
  const scene = await createCliScene(hello, { server: { faults: [busy, busy] } });
  const ended = await scene.run(['Say hello', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.json()).toMatchObject({ status: 'done', usage: { inputTokens: 300 } });
  expect(scene.server.requests).toHaveLength(5);
});

test('a service that speaks chat completions alone is enough', async () => {
  const scene = await createCliScene(hello, {
    variables: { ORCHESTRATOR_MODEL_API: 'chat_completions', ORCHESTRATOR_MODEL: 'local' },
  });
  const ended = await scene.run(['Say hello', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(scene.server.requests.map(({ wire, body }) => [wire, body.model])).toEqual(
    hello.map(() => ['chat_completions', 'local']),
  );
  expect(ended.json()).toMatchObject({ usage: { inputTokens: 300, cachedTokens: 120, outputTokens: 30 } });
});

test('a service that stays broken is exit 1 and says what to look at; the run can be resumed', async () => {
  const down = { status: 503, headers: { 'retry-after': '0' }, error: { message: 'overloaded' } };
  const scene = await createCliScene([{ text: 'Nothing to do.' }], {
    server: { faults: Array.from({ length: 8 }, () => down) },
  });
  const ended = await scene.run(['Say hello']);
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stderr).toMatch(/error\[model-unavailable\]: .*503[\s\S]*\nnext: ./);
  expect((await scene.run(['resume'])).code).toBe(0);
});

test('with --json a run that an error ends has its report on stdout and the error on stderr', async () => {
  const scene = await createCliScene([{ status: 401, error: { message: 'bad key' } }]);
  const ended = await scene.run(['Say hello', '--json']);
  expect(ended.code, ended.stderr).toBe(2);
  expect(ended.stderr).toContain('{"error":{"code":"model-key-refused"');
  const report = ended.json();
  expect(report).toMatchObject({ status: 'stopped', tasks: [], next: [`orchestrator resume ${report.run}`] });
});

test.each([
  ['tool calls', { ORCHESTRATOR_MAX_TOOL_CALLS: '3' }],
  ['turns', { ORCHESTRATOR_MAX_TURNS: '1' }],
  ['tokens', { ORCHESTRATOR_BUDGET_TOKENS: '100' }],
])('the limit of %s stops the run with 4, and resume goes on with a higher one', async (_, variables) => {
  const scene = await createCliScene(insisting);
  const stopped = await scene.run(['Say hello', '--json'], { variables });
  expect(stopped.code, stopped.stderr).toBe(4);
  const report = stopped.json();
  expect(report).toMatchObject({ status: 'stopped' });
  expect(report.summary).toContain(Object.keys(variables)[0]);
  const resumed = await scene.run(['resume', '--json']);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.json()).toMatchObject({ run: report.run, status: 'done', tasks: [{ status: 'merged' }] });
});
