import type { CommandRecord } from '../../domain/journal.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { jobAtWork } from '../worktrees/job-at-work.ts';
import { askToRun } from './ask-to-run.ts';
import type { CommandOrder } from './command-order.ts';
import { type Judged, judgeCommand } from './judge-command.ts';
import { performCommand } from './perform-command.ts';
import type { CommandOutcome } from './run-lead-child.ts';

export interface CommandAnswer extends CommandOutcome {
  readonly decision: CommandRecord['decision'];
  readonly rule: string;
  readonly reason: string;
  readonly dry: boolean;
}

const NOTHING: CommandOutcome = {
  exitCode: null,
  stdout: '',
  stderr: '',
  truncated: false,
  durationMs: 0,
  outputBytes: 0,
};

/**
 * Judges one command of the lead and, where it is allowed, carries it out. Every call is a line of `run_repo_command.log`,
 * whatever becomes of it.
 */
export const runRepoCommand = async (app: App, scope: RunScope, order: CommandOrder): Promise<CommandAnswer> => {
  const judged = await settleAsk(app, scope, order, await judgeCommand(app, order.worktree, order.command));
  const { decision, rule } = judged.judgement;
  const busy = decision === 'allow' && !judged.looking ? await busyWith(app, judged) : null;
  const dry = app.settings.dryRun;
  const outcome =
    decision !== 'allow' || busy !== null || dry ? NOTHING : await performCommand(app, scope, order, judged);
  const answer: CommandAnswer =
    busy === null
      ? { ...outcome, decision, rule, reason: judged.judgement.reason, dry }
      : { ...outcome, decision: 'deny', rule: 'worktree-busy', reason: busy, dry };
  await record(app, scope, order, judged, answer);
  return answer;
};

/** While a role agent works in a worktree nobody else changes it (INV-15). */
const busyWith = async (app: App, { worktree }: Judged): Promise<string | null> => {
  const job = worktree === null ? null : await jobAtWork(app, worktree.worktree);
  return job === null ? null : `${job} is at work in ${worktree?.worktree}: look, or wait for it.`;
};

/** An "ask" becomes yes or no: the person at the terminal, an answer given earlier, or the configured word for nobody. */
const settleAsk = async (app: App, scope: RunScope, order: CommandOrder, judged: Judged): Promise<Judged> => {
  if (judged.judgement.decision !== 'ask' || app.settings.dryRun) return judged;
  const verdict = await askToRun(app, scope, order, judged.judgement);
  return { ...judged, judgement: { ...judged.judgement, ...verdict } };
};

const record = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  judged: Judged,
  answer: CommandAnswer,
): Promise<void> => {
  const command: CommandRecord = {
    time: new Date(app.clock.now()).toISOString(),
    run: scope.run,
    task: judged.worktree?.task ?? null,
    worktree: order.worktree,
    command: order.command,
    argv: judged.judgement.argv,
    decision: answer.decision,
    rule: answer.rule,
    reason: answer.reason,
    dry: answer.dry,
    exitCode: answer.exitCode,
    durationMs: answer.durationMs,
    outputBytes: answer.outputBytes,
  };
  app.progress.emit({ type: 'command-judged', record: command });
  await app.store.commit([{ type: 'append-command', command }]);
  const line = app.redact(JSON.stringify(command));
  try {
    await app.files.appendLine(`${app.settings.layout.home}/run_repo_command.log`, line);
  } catch (error) {
    // A full disk must not hide what was done: the line goes where a person still sees it.
    app.progress.emit({
      type: 'notice',
      level: 'error',
      text: `run_repo_command.log could not be written (${String(error)}): ${line}`,
    });
  }
};
