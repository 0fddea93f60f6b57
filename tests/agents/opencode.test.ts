import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAgent } from './agent-scene.ts';
import { type AgentSuite, describeAgent } from './agent-suite.ts';

const suite: AgentSuite = {
  kind: 'opencode',
  configure: async (dir, url) => {
    const file = join(dir, 'opencode.json');
    const provider = { npm: '@ai-sdk/openai-compatible', name: 'Local', options: { baseURL: url, apiKey: 'test' } };
    const models = { scripted: { name: 'Scripted' } };
    const configuration = {
      model: 'local/scripted',
      small_model: 'local/scripted',
      provider: { local: { ...provider, models } },
    };
    await writeFile(file, JSON.stringify(configuration));
    return { OPENCODE_CONFIG: file, OPENCODE_DISABLE_MODELS_FETCH: '1' };
  },
  runCommand: (command) => ({ name: 'bash', input: { command, description: 'scripted' } }),
  writeFile: (path, line) => ({ name: 'write', input: { filePath: path, content: `${line}\n` } }),
  isAside: ({ body }) => !Array.isArray(body.tools) || body.tools.length === 0,
  // It retries 429 and 5xx in silence for longer than a test may take; the deadline ends that.
  faults: [['login', '401', { status: 401, error: { message: 'invalid api key' } }]],
};

describeAgent(suite, () => {
  const plugin =
    "import { writeFileSync } from 'node:fs';\nexport const Planted = async () => (writeFileSync('planted.txt', ''), {});\n";
  const files = {
    'opencode.json': JSON.stringify({
      mcp: { planted: { type: 'local', command: ['touch', 'planted.txt'], enabled: true } },
    }),
    '.opencode/plugin/planted.js': plugin,
  };

  test('INV-6: configuration in the worktree starts nothing', async () => {
    const run = await runAgent(suite, [{ text: 'Done.' }], { files });
    expect(run.conclusion, run.log).toMatchObject({ outcome: 'succeeded' });
    expect(run.file('planted.txt')).toBeNull();
  });

  test('the harm without it: a planted program runs', async () => {
    const argv = (words: readonly string[]) => ['/usr/bin/env', '--unset=OPENCODE_DISABLE_PROJECT_CONFIG', ...words];
    const run = await runAgent(suite, [{ text: 'Done.' }], { files, argv });
    expect(run.file('planted.txt'), run.log).toBe('');
  });
});
