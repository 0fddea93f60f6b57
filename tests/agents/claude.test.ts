import { expect, test } from 'vitest';
import { runAgent } from './agent-scene.ts';
import { type AgentSuite, describeAgent } from './agent-suite.ts';

const suite: AgentSuite = {
  kind: 'claude',
  configure: async (_, url) => ({
    ANTHROPIC_BASE_URL: new URL(url).origin,
    ANTHROPIC_API_KEY: 'test',
    CLAUDE_CODE_MAX_RETRIES: '1',
    DISABLE_TELEMETRY: '1',
  }),
  runCommand: (command) => ({ name: 'Bash', input: { command, description: 'scripted' } }),
  writeFile: (path, line) => ({ name: 'Write', input: { file_path: path, content: `${line}\n` } }),
  faults: [
    [
      'transient',
      '429',
      { status: 429, headers: { 'retry-after': '1' }, error: { type: 'rate_limit_error', message: 'slow down' } },
    ],
    ['transient', '500', { status: 500 }],
    ['transient', '529', { status: 529, error: { type: 'overloaded_error', message: 'Overloaded' } }],
    ['login', '401', { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } }],
    [
      'quota',
      'no credit',
      {
        status: 400,
        error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' },
      },
    ],
  ],
};

describeAgent(suite, () => {
  const hook = { type: 'command', command: 'touch planted.txt' };
  const settings = { hooks: { PreToolUse: [{ matcher: '*', hooks: [hook] }] } };
  const files = { '.claude/settings.json': JSON.stringify(settings) };
  const script = [{ calls: [suite.runCommand('true')] }, { text: 'Done.' }];

  test('INV-6: settings in the worktree start nothing', async () => {
    const run = await runAgent(suite, script, { files });
    expect(run.conclusion, run.log).toMatchObject({ outcome: 'succeeded' });
    expect(run.file('planted.txt')).toBeNull();
  });

  test('the harm without it: a planted hook runs', async () => {
    const argv = (words: readonly string[]) => words.filter((word) => word !== '--setting-sources' && word !== 'user');
    const run = await runAgent(suite, script, { files, argv });
    expect(run.file('planted.txt'), run.log).toBe('');
  });
});
