import { z } from 'zod';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { orderOfCommand } from '../src/app/lead/order-of-command.ts';
import { runRepoCommand as runCommand } from '../src/app/lead/run-repo-command.ts';

const parameters = z.strictObject({
  worktree: z.string().describe('Name of a worktree: `main` or `task-<slug>`. The command runs in its root.'),
  command: z
    .string()
    .describe(
      'One program with its arguments, quoted as in a shell. No shell runs it: no pipes, no redirections, no `&&`, no variables.',
    ),
});

/** Runs one guarded command in a worktree. The guard decides; a refusal is an answer, not an error (CX-07). */
export const runRepoCommand = defineTool({
  name: 'run_repo_command',
  description:
    'Runs one command in a worktree and returns its exit code and output. Every command is judged by the guard first; a refusal says which rule and what to do instead. Pushing, remotes, history rewriting and anything that leaves the worktree are always refused. In `main` only git, ls, cat and pwd run; `git merge --no-ff <task branch>` there means merge_locally. A coding CLI may be called directly in a task worktree (`codex exec "<task>"`).',
  parameters,
  order: ({ worktree, command }) => orderOfCommand(worktree, command),
  run: async ({ app, scope, pump }, input, call) => {
    const answer = await runCommand(app, scope, { ...input, call });
    // A merge or a new worktree may be what a job waits for.
    await pump.kick();
    return {
      decision: answer.decision,
      rule: answer.rule,
      reason: answer.reason,
      exit_code: answer.exitCode,
      stdout: answer.stdout,
      stderr: answer.stderr,
      truncated: answer.truncated,
      duration_ms: Math.round(answer.durationMs),
    };
  },
  // Judged and logged as always, and not carried out.
  rehearse: 'as-always',
});
