import type { DecisionView } from '../../../app/tasks/decision-view.ts';
import type { DecidingApp } from '../cli-deps.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { notEmpty } from '../not-empty.ts';
import { DECISION_JSON, printDecision } from '../print-decision.ts';
import { withOpened } from '../with-opened.ts';

interface Decision {
  readonly name: string;
  readonly description: string;
  readonly target: readonly [name: string, description: string];
  /** Must the person say why? */
  readonly reason?: true;
  readonly example: string;
  readonly decide: (app: DecidingApp, target: string, reason: string) => Promise<DecisionView>;
}

const DECISIONS: readonly Decision[] = [
  {
    name: 'approve',
    description: 'Say yes to what waits for approval; for the version of the work, or the one command, that was shown.',
    target: ['question|task', 'what waits, for example q-2'],
    example: 'orchestrator task approve q-2',
    decide: (app, target) => app.approve(target),
  },
  {
    name: 'reject',
    description: 'Say no to what waits for approval; the reason stands word for word in the next instructions.',
    target: ['question|task', 'what waits, for example q-2'],
    reason: true,
    example: 'orchestrator task reject q-2 --reason "The old tests must stay"',
    decide: (app, target, reason) => app.reject(target, reason),
  },
  {
    name: 'retry',
    description: 'Start a failed or blocked task again.',
    target: ['task', 'id or slug'],
    example: 'orchestrator task retry T-3',
    decide: (app, task) => app.retryTask(task),
  },
  {
    name: 'cancel',
    description: 'Give a task up; its branch and its worktree stay.',
    target: ['task', 'id or slug'],
    example: 'orchestrator task cancel T-3',
    decide: (app, task) => app.cancelTask(task),
  },
];

/** What only a person may decide. Exit code 2 when nothing waits for such a decision. */
export const addTaskDecisions: AddCommand = (parent, { deps, out }) => {
  for (const { name, description, target, reason, example, decide } of DECISIONS) {
    const command = parent
      .command(name)
      .description(description)
      .argument(`<${target[0]}>`, target[1])
      .addOption(directoryOption())
      .addOption(jsonOption(DECISION_JSON));
    if (reason === true) command.requiredOption('--reason <text>', 'why, for the next attempt', notEmpty);
    command.action(async (subject: string, options: { readonly reason?: string }) => {
      const flags = flagsOf(command);
      const decided = await withOpened(deps.openDeciding(flags), (app) => decide(app, subject, options.reason ?? ''));
      printDecision(out, flags, decided);
    });
    withExamples(command, example);
  }
};
