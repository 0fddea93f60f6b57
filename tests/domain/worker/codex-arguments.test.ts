import { expect, test } from 'vitest';
import { translateCodexArgv } from '../../../src/domain/worker/codex-arguments.ts';

const NEVER = ['--config', 'approval_policy="never"'];
const AUTO = ['--sandbox', 'workspace-write', ...NEVER];

test.each([
  ['--full-auto', ['codex', 'exec', '--full-auto', 'task'], ['codex', 'exec', ...AUTO, 'task']],
  ['--full-auto before the verb', ['codex', '--full-auto', 'e', 'task'], ['codex', 'e', ...AUTO, 'task']],
  ['--full-auto behind the prompt', ['codex', 'exec', 'task', '--full-auto'], ['codex', 'exec', ...AUTO, 'task']],
  [
    '--full-auto with a sandbox of its own',
    ['codex', 'exec', '--full-auto', '--sandbox', 'danger-full-access', 'task'],
    ['codex', 'exec', ...NEVER, '--sandbox', 'danger-full-access', 'task'],
  ],
  [
    '-s=… written as one word',
    ['codex', 'exec', '--sandbox=read-only', '--full-auto', 't'],
    ['codex', 'exec', ...NEVER, '--sandbox=read-only', 't'],
  ],
  ['-a behind the verb', ['codex', 'exec', '-a', 'never', 'task'], ['codex', 'exec', ...NEVER, 'task']],
  [
    '--ask-for-approval=… behind the verb',
    ['codex', 'exec', '--ask-for-approval=on-request', 'task'],
    ['codex', 'exec', '--config', 'approval_policy="on-request"', 'task'],
  ],
  [
    'resume, which takes the options before itself only',
    ['codex', 'exec', 'resume', '--full-auto', '--last', 'go on'],
    ['codex', 'exec', ...AUTO, 'resume', '--last', 'go on'],
  ],
  [
    'a verb behind an option with a value',
    ['codex', '--model', 'exec', 'exec', '--full-auto', 'task'],
    ['codex', '--model', 'exec', 'exec', ...AUTO, 'task'],
  ],
])('translates %s', (_, argv, expected) => {
  expect(translateCodexArgv(argv)).toEqual(expected);
});

test.each([
  ['a present-day command', ['codex', 'exec', '--sandbox', 'workspace-write', 'task']],
  ['-a before the verb, which is still known', ['codex', '-a', 'never', 'exec', 'task']],
  ['a prompt behind --', ['codex', 'exec', '--', '--full-auto']],
  ['a value that looks like an option', ['codex', 'exec', '--model', '--full-auto', 'task']],
  ['another verb', ['codex', 'login', '--full-auto']],
  ['no verb', ['codex', '--full-auto']],
  ['nothing', []],
])('leaves %s as it is', (_, argv) => {
  expect(translateCodexArgv(argv)).toBe(argv);
});
