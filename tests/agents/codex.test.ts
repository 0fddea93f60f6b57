import { expect, test } from 'vitest';
import { translateCodexArgv } from '../../src/domain/worker/codex-arguments.ts';
import type { ScriptedRequest } from '../helpers/scripted-responses-server.ts';
import { runAgent } from './agent-scene.ts';
import { type AgentSuite, describeAgent } from './agent-suite.ts';
import { configureCodex } from './configure-codex.ts';

const suite: AgentSuite = {
  kind: 'codex',
  configure: configureCodex,
  runCommand: (cmd) => ({ name: 'exec_command', input: { cmd, login: false } }),
  writeFile: (path, line) => ({
    name: 'apply_patch',
    input: `*** Begin Patch\n*** Add File: ${path}\n+${line}\n*** End Patch\n`,
  }),
  faults: [
    ['transient', '429', { status: 429, headers: { 'retry-after': '1' }, error: { message: 'Rate limit reached.' } }],
    ['transient', '500', { status: 500 }],
    ['transient', '503 overloaded', { status: 503, error: { code: 'server_is_overloaded', message: 'overloaded' } }],
    ['login', '401', { status: 401, error: { message: 'Incorrect API key provided' } }],
    ['quota', 'insufficient_quota', { status: 429, error: { code: 'insufficient_quota', message: 'x' } }],
    ['quota', 'usage_limit_reached', { status: 429, error: { type: 'usage_limit_reached', message: 'x' } }],
  ],
};

describeAgent(suite, () => {
  /** Tries to reach the model service itself from inside a command. */
  const connect = (request: ScriptedRequest) => {
    const target = `/dev/tcp/127.0.0.1/${new URL(`http://${request.headers.host}`).port}`;
    const cmd = `bash -c 'exec 3<>${target}' && echo reached || echo blocked`;
    return request.turn === 0 ? { calls: [suite.runCommand(cmd)] } : { text: request.results.join('\n') };
  };

  test('INV-4: its commands have no network, even where its own configuration opens it', async () => {
    const run = await runAgent(suite, connect);
    expect(run.conclusion.summary).toContain('blocked');
    expect(run.conclusion.summary).not.toContain('reached');
  });

  test('the harm without the sandbox: its commands reach the network', async () => {
    const run = await runAgent(suite, connect, { access: 'full' });
    expect(run.conclusion.summary).toContain('reached');
  });

  test("INV-16: the git directory is out of its reach, so that the harness's commits are the only ones", async () => {
    const command =
      'git -c user.name=x -c user.email=x@x commit --allow-empty -m sneaked; touch "$(git rev-parse --git-common-dir)/hooks/x"; git log --format=%s';
    const run = await runAgent(suite, ({ turn, results }) =>
      turn === 0 ? { calls: [suite.runCommand(command)] } : { text: results.join('\n') },
    );
    expect(run.conclusion.summary).toMatch(/first/);
    expect(run.conclusion.summary).not.toMatch(/^sneaked$/m);
  });

  const planted = { '.codex/config.toml': '[mcp_servers.planted]\ncommand = "touch"\nargs = ["planted.txt"]\n' };

  test('INV-6: configuration in the worktree starts nothing, even where the person trusts the repository', async () => {
    const run = await runAgent(suite, [{ text: 'Done.' }], { files: planted });
    expect(run.conclusion, run.log).toMatchObject({ outcome: 'succeeded' });
    expect(run.file('planted.txt')).toBeNull();
  });

  test('the harm without it: a planted configuration runs its program outside the sandbox', async () => {
    const argv = (words: readonly string[]) => {
      const distrust = words.findIndex((word) => word.startsWith('projects='));
      return words.toSpliced(distrust - 1, 2);
    };
    const run = await runAgent(suite, [{ text: 'Done.' }], { files: planted, argv });
    expect(run.file('planted.txt'), run.log).toBe('');
  });

  test('a command with --full-auto runs as translated, and not as written', async () => {
    const written = (program = '', worktree: string) => [
      program,
      'exec',
      '--full-auto',
      '--cd',
      worktree,
      '--json',
      'Go.',
    ];
    const script = [{ calls: [suite.runCommand('echo x > command.txt')] }, { text: 'Done.' }];
    const raw = await runAgent(suite, script, { argv: ([program], worktree) => written(program, worktree) });
    expect(raw.conclusion).toMatchObject({ failure: 'unavailable' });

    const run = await runAgent(suite, script, {
      argv: ([program], worktree) => translateCodexArgv(written(program, worktree)),
    });
    expect(run.conclusion, run.log).toMatchObject({ outcome: 'succeeded' });
    expect(run.file('command.txt')).toBe('x\n');
  });

  test('a connection cut in mid-answer is transient', async () => {
    const run = await runAgent(suite, () => ({ drop: true }));
    expect(run.conclusion, run.log).toMatchObject({ outcome: 'failed', failure: 'transient' });
  });
});
