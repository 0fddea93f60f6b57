import type { WorkerKind } from '../../domain/settings.ts';
import type { WorkerCli } from '../../ports/worker.ts';
import type { WorkerDependencies } from './worker-dependencies.ts';

/**
 * The adapter for one kind of coding CLI; only its own modules are loaded.
 * @param command for the kind `command`: the person's argv; without it the probe says what is missing
 */
export async function createWorkerCli(
  kind: WorkerKind,
  dependencies: WorkerDependencies,
  command: readonly string[] | null = null,
): Promise<WorkerCli> {
  switch (kind) {
    case 'codex':
      return (await import('./codex/codex-cli.ts')).createCodexCli(dependencies);
    case 'claude':
      return (await import('./claude/claude-cli.ts')).createClaudeCli(dependencies);
    case 'opencode':
      return (await import('./opencode/opencode-cli.ts')).createOpencodeCli(dependencies);
    case 'command':
      return (await import('./command/command-cli.ts')).createCommandCli(dependencies, command);
  }
}
