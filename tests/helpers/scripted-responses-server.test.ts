import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from '@openai/agents';
import OpenAI from 'openai';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Script, type ScriptedServerOptions, startScriptedServer } from './scripted-responses-server.ts';

const start = async (script: Script, options?: ScriptedServerOptions) => {
  const server = await startScriptedServer(script, options);
  onTestFinished(() => server.close());
  return { server, client: new OpenAI({ apiKey: 'test', baseURL: server.url, maxRetries: 0 }) };
};

const ADD_TWICE: Script = [
  {
    text: 'Adding.',
    calls: [
      { name: 'add', input: { a: 1, b: 2 } },
      { name: 'add', input: { a: 3, b: 4 } },
    ],
  },
  { calls: [{ name: 'add', input: { a: 3, b: 7 } }] },
  { text: 'Ten.' },
];

describe.each(['responses', 'chat_completions'] as const)('%s', (api) => {
  test.each([true, false])('the Agents SDK takes all turns of a script (stream: %s)', async (stream) => {
    setTracingDisabled(true);
    const { server, client } = await start(ADD_TWICE);
    const add = tool({
      name: 'add',
      description: 'Adds.',
      parameters: z.object({ a: z.number(), b: z.number() }),
      execute: async ({ a, b }) => String(a + b),
    });
    const runner = new Runner({
      modelProvider: new OpenAIProvider({ openAIClient: client, useResponses: api === 'responses' }),
    });
    const agent = new Agent({ name: 'adder', instructions: 'Add.', model: 'scripted', tools: [add] });
    const result = stream ? await runner.run(agent, 'Go.', { stream: true }) : await runner.run(agent, 'Go.');
    if ('completed' in result) await result.completed;
    expect(result.finalOutput).toBe('Ten.');
    expect(server.requests.map((request) => [request.turn, request.results])).toEqual([
      [0, []],
      [1, ['3', '7']],
      [2, ['3', '7', '10']],
    ]);
    expect(server.requests[0]?.prompts).toEqual(['Add.', 'Go.']);
    expect(server.unexpected).toEqual([]);
  });
});

test('an answer in words is a turn too', async () => {
  const { server, client } = await start([{ text: 'one' }, { text: 'two' }]);
  const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: 'user', content: 'a' }];
  const ask = async () => (await client.chat.completions.create({ model: 'm', messages })).choices[0]?.message;
  const first = await ask();
  messages.push({ role: 'assistant', content: first?.content ?? '' }, { role: 'user', content: 'b' });
  expect([first?.content, (await ask())?.content]).toEqual(['one', 'two']);
  expect(server.requests[1]?.prompts).toEqual(['a', 'b']);
});

test('faults come before the script, with their status and headers', async () => {
  const { client } = await start([{ text: 'ok' }], { faults: [{ status: 429, headers: { 'retry-after': '7' } }] });
  const ask = () => client.responses.create({ model: 'm', input: 'a' });
  const error = await ask().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ status: 429, headers: expect.anything() });
  expect((await ask()).output_text).toBe('ok');
});

test('an unscripted turn is refused and recorded', async () => {
  const { server, client } = await start([]);
  await expect(client.responses.create({ model: 'm', input: 'a' })).rejects.toThrow('no turn 0');
  expect(server.unexpected).toEqual(['turn 0 of /v1/responses']);
});

test('a cut connection reaches the client as an error', async () => {
  const { client } = await start([{ drop: true }]);
  await expect(client.responses.create({ model: 'm', input: 'a' })).rejects.toThrow();
});
