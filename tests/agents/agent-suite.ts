import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { WorkerFailure } from '../../src/ports/worker.ts';
import type { ScriptedFault, ScriptedRequest, ScriptedTurn } from '../helpers/scripted-responses-server.ts';
import type { ScriptedCall } from '../helpers/scripted-wire.ts';
import { type AgentSetup, createAgent, findInstalled, isRequired, processesWith, runAgent } from './agent-scene.ts';

/** What differs between the CLIs; the cases are the same. */
export interface AgentSuite extends AgentSetup {
  /** The model's way of running a command and of writing a file with one line. */
  readonly runCommand: (command: string) => ScriptedCall;
  readonly writeFile: (path: string, line: string) => ScriptedCall;
  /** Some CLIs ask the model for a title besides; such a request is no turn of the conversation. */
  readonly isAside?: (request: ScriptedRequest) => boolean;
  /** Faults that the CLI reports before its own patience outlasts a test. */
  readonly faults: readonly (readonly [WorkerFailure, string, ScriptedFault])[];
}

/** The cases that every real CLI has to pass. Where the CLI is not installed they are skipped and the title says so. */
export function describeAgent(suite: AgentSuite, more: () => void = () => undefined): void {
  const installed = findInstalled(suite.kind) !== null;
  const title = installed
    ? suite.kind
    : `${suite.kind} (not installed: node tests/agents/install-cli.mjs ${suite.kind})`;

  const script =
    (...turns: readonly ScriptedTurn[]) =>
    (request: ScriptedRequest): ScriptedTurn =>
      suite.isAside?.(request)
        ? { text: 'A title' }
        : (turns[request.turn] ?? { status: 400, error: { message: 'unscripted' } });

  describe.skipIf(!installed && !isRequired(suite.kind))(title, () => {
    test('is ready', async () => {
      const { cli } = await createAgent(suite, 'http://127.0.0.1:1/v1');
      expect(await cli.probe()).toMatchObject({ ready: true, version: expect.stringMatching(/\d+\.\d+\.\d+/) });
    });

    test('runs commands and writes files in its worktree, and reports its usage', async () => {
      const run = await runAgent(
        suite,
        script(
          { calls: [suite.runCommand('echo by-command > command.txt')] },
          { calls: [suite.writeFile('edit.txt', 'by-edit')] },
          { text: 'All done.' },
        ),
      );
      expect(run.conclusion, run.log).toMatchObject({ outcome: 'succeeded', summary: 'All done.' });
      expect(run.file('command.txt')).toBe('by-command\n');
      expect(run.file('edit.txt')?.trim()).toBe('by-edit');
      expect(run.conclusion.usage).toMatchObject({ inputTokens: 300, cachedTokens: 120, outputTokens: 30 });
      expect(new Set(run.events.map((event) => event.kind))).toEqual(new Set(['command', 'edit', 'message', 'usage']));
      expect(run.server.unexpected).toEqual([]);
    });

    test('a prompt of 200 KB arrives whole', async () => {
      const prompt = `BEGIN ${'0123456789abcde\n'.repeat(12_800)} END`;
      const run = await runAgent(suite, script({ text: 'Read.' }), { prompt });
      expect(run.conclusion, run.log).toMatchObject({ outcome: 'succeeded' });
      const seen = run.server.requests.flatMap((request) => request.prompts);
      expect(seen.some((text) => text.includes(prompt))).toBe(true);
    });

    test('read-only access leaves the worktree as it was', async () => {
      const run = await runAgent(
        suite,
        script(
          { calls: [suite.runCommand('echo x > command.txt')] },
          { calls: [suite.writeFile('edit.txt', 'x')] },
          { text: 'Done.' },
        ),
        { access: 'read-only' },
      );
      expect([run.file('command.txt'), run.file('edit.txt')], run.log).toEqual([null, null]);
    });

    test.each(suite.faults)('%s: %s', async (failure, _, fault) => {
      const run = await runAgent(suite, script({ text: 'unreached' }), {
        faults: Array.from({ length: 50 }, () => fault),
      });
      expect(run.conclusion, run.log).toMatchObject({ failure });
      expect(run.conclusion.summary).not.toBe('');
    });

    test('INV-8: the deadline leaves no process behind', async () => {
      const word = `31536${process.pid}`;
      const command = suite.runCommand(`setsid sleep ${word} & sleep ${word}`);
      let ended = false;
      const running = runAgent(suite, script({ calls: [command] }, { hang: true }), { deadlineMs: 20_000 }).finally(
        () => {
          ended = true;
        },
      );
      const seen = async (): Promise<boolean> => {
        while (!ended && processesWith(word).length === 0) await setTimeout(50);
        return !ended;
      };
      const [run, started] = await Promise.all([running, seen()]);
      expect(started, 'the command was seen running').toBe(true);
      expect(run.end.reason, run.log).toBe('deadline');
      expect(run.conclusion).toMatchObject({ outcome: 'failed', summary: expect.stringContaining('deadline') });
      expect(processesWith(word)).toEqual([]);
    });

    more();
  });
}
