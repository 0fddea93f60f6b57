import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { createModel } from '../../src/adapters/model/create-model.ts';
import { beginRun, createTestApp, openHands } from '../helpers/test-app.ts';

/** Answers as sparingly as home-made services do: no ids, no status, no usage, and one call id for all calls. */
const ANSWERS = {
  responses: [
    { output: [{ type: 'function_call', call_id: 'call_1', name: 'list_worktrees', arguments: '{}' }] },
    {
      output: [
        { type: 'function_call', call_id: 'call_1', name: 'report_progress', arguments: '{"text":"one"}' },
        { type: 'function_call', call_id: 'call_1', name: 'report_progress', arguments: '{"text":"two"}' },
      ],
    },
    { output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] }] },
  ],
  chat_completions: [
    { choices: [{ message: { role: 'assistant', tool_calls: [call('list_worktrees', '{}')] } }] },
    {
      choices: [
        {
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [call('report_progress', '{"text":"one"}'), call('report_progress', '{"text":"two"}')],
          },
        },
      ],
    },
    { choices: [{ message: { role: 'assistant', content: 'Done.' } }] },
  ],
} as const;

function call(name: string, text: string) {
  return { id: 'call_1', type: 'function', function: { name, arguments: text } };
}

/** A service on loopback that gives these answers in turn. */
const startSparseService = async (answers: readonly unknown[]) => {
  const bodies: string[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks = await incoming.toArray();
    const answer = answers[bodies.length];
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, bodies };
};

it.each(['responses', 'chat_completions'] as const)('understands a sparing service with the %s API', async (api) => {
  const { baseUrl, bodies } = await startSparseService(ANSWERS[api]);
  const settings = { apiKey: 'key', baseUrl, name: 'some-model', api, timeoutMs: 600_000 };
  const model = createModel(settings, { clock: systemClock, onWait: () => undefined });
  const { app, events } = await createTestApp({ model });
  const run = await beginRun(app);
  const lead = await app.lead(openHands(app, run));
  const end = await lead.work({ run: run.id, message: 'Go.', signal: new AbortController().signal });

  expect(end).toEqual({ type: 'final', message: 'Done.' });
  expect(events.flatMap((event) => (event.type === 'lead-said' ? [event.text] : []))).toEqual(['one', 'two']);
  // Every call has one answer, under the id that the service gave it.
  expect(bodies.map(countAnswers)).toEqual([0, 1, 3]);
  expect(bodies.join('')).not.toContain('call_1#');
});

const countAnswers = (body: string): number => {
  const { input = [], messages = [] }: Record<string, Record<string, unknown>[]> = JSON.parse(body);
  const answers = [...input, ...messages].filter(
    ({ type, role }) => type === 'function_call_output' || role === 'tool',
  );
  return answers.filter((answer) => (answer.call_id ?? answer.tool_call_id) === 'call_1').length;
};
