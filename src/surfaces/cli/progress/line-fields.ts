import type { LogfmtValue } from '../text/logfmt.ts';
import type { ProgressEvent } from './sinks.ts';

type Fields = Readonly<Record<string, LogfmtValue>>;

/** The facts of an event for a line of `key=value`, or null where it says nothing that a log needs. */
export const lineFields = (event: ProgressEvent): Fields | null => {
  switch (event.type) {
    case 'run-started':
      return {
        resumed: event.resumed || undefined,
        dry: event.dryRun || undefined,
        base: event.run.baseRef,
        main: event.run.mainHead,
        pipeline: event.run.pipeline,
        worker: event.run.worker,
        model: event.model,
        delivery: event.run.delivery,
        budget_usd: event.budgetUsd ?? undefined,
        goal: event.run.goal,
      };
    case 'plan-started':
      return {
        resumed: event.resumed || undefined,
        base: event.run.baseRef,
        main: event.run.mainHead,
        tasks: event.tasks,
        settled: event.settled,
        plan: event.run.plan?.file,
        goal: event.run.goal,
      };
    case 'plan-task':
      return {
        task: event.id,
        status: event.status,
        attempt: event.attempt,
        ms: event.status === 'running' ? undefined : event.durationMs,
        settled: event.settled,
        reason: event.reason ?? undefined,
      };
    case 'plan-recorded':
      return {
        tasks: event.tasks.length,
        plan: event.tasks
          .map(({ id, slug, dependsOn }) => [id, slug, ...dependsOn.map((other) => `<${other}`)].join(':'))
          .join(' '),
        summary: event.summary,
      };
    case 'task-changed':
      return {
        task: event.task,
        slug: event.slug,
        stage: event.stage,
        status: event.status,
        reason: event.reason ?? undefined,
      };
    case 'job-queued':
      return { task: event.task, job: event.job, role: event.role, waits_for: event.waitsFor ?? undefined };
    case 'job-started':
      return { task: event.task, job: event.job, role: event.role, attempt: event.attempt };
    case 'job-activity':
      return { task: event.task, job: event.job, text: event.text };
    case 'job-ended':
      return {
        task: event.task,
        job: event.job,
        status: event.status,
        ms: event.durationMs,
        tokens: event.usage.inputTokens + event.usage.outputTokens,
        cost_usd: event.usage.costUsd ?? undefined,
        summary: event.summary,
      };
    case 'checks-started':
      return { task: event.task ?? undefined, command: event.command };
    case 'gate-answered':
      return { task: event.task, gate: event.gate, outcome: event.outcome, reason: event.reason };
    case 'merged':
      return { task: event.task, commit: event.commit };
    case 'command-judged': {
      const { task, worktree, command, decision, rule, exitCode, durationMs } = event.record;
      return {
        task: task ?? undefined,
        worktree,
        command,
        decision,
        rule,
        exit: exitCode ?? undefined,
        ms: durationMs,
      };
    }
    case 'lead-turn':
      return {
        turn: event.turn,
        tokens: event.usage.inputTokens + event.usage.outputTokens,
        cost_usd: event.usage.costUsd ?? undefined,
      };
    case 'lead-said':
      return { text: event.text };
    case 'question-asked':
      return { question: event.question.id, task: event.question.task ?? undefined, text: event.question.text };
    case 'question-answered':
      return { question: event.question, task: event.task ?? undefined, by: event.by, answer: event.answer };
    case 'notice':
      return { level: event.level, text: event.text };
    case 'run-ended':
      return { status: event.status };
    case 'tool-called':
      return null;
  }
};
