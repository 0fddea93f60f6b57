import type { Run } from '../../../domain/run.ts';
import { en } from '../text/catalogue/en.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, truncate } from '../text/plain-text.ts';
import { age, counted, duration } from '../text/quantities.ts';
import { TASK_SIGNS } from '../text/status-sign.ts';
import type { FooterFrame } from './footer-frame.ts';
import type { ProgressEvent } from './sinks.ts';

/** A declared plan at work. Of its tasks only those that run are kept: there may be ten thousand. */
export interface PlanView {
  readonly run: Run;
  readonly tasks: number;
  readonly settled: number;
  readonly failed: number;
  readonly running: readonly RunningTask[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

interface RunningTask {
  readonly id: string;
  readonly attempt: number;
  readonly since: number;
}

type TaskEvent = Extract<ProgressEvent, { type: 'plan-task' }>;

/** In a plan of more tasks than this nobody wants a line for each: what fails is told, and the counts. */
const TOLD_ONE_BY_ONE = 200;

export const reducePlan = (plan: PlanView | null, event: ProgressEvent, at: number): PlanView | null => {
  if (event.type === 'plan-started') {
    const { run, tasks, settled } = event;
    return { run, tasks, settled, failed: 0, running: [], startedAt: at };
  }
  if (plan === null || event.type !== 'plan-task') return plan;
  const others = plan.running.filter(({ id }) => id !== event.id);
  const running =
    event.status === 'running' ? [...others, { id: event.id, attempt: event.attempt, since: at }] : others;
  const failed = plan.failed + (event.status === 'failed' ? 1 : 0);
  return { ...plan, settled: event.settled, failed, running };
};

/** Whether a step of a plan is worth a line of its own. */
export const isTold = ({ status }: TaskEvent, plan: PlanView | null): boolean =>
  status === 'failed' || (plan !== null && plan.tasks <= TOLD_ONE_BY_ONE);

/** What stays in the scrollback; starts are seen in the footer alone. */
export const describePlanTask = (event: TaskEvent, plan: PlanView | null, paint: Paint): string[] => {
  const { id, status, attempt, reason, durationMs } = event;
  if (status === 'running' || status === 'planned' || !isTold(event, plan)) return [];
  const { glyph, style } = TASK_SIGNS[status];
  const facts = [status === 'skipped' ? '' : duration(durationMs), attempt > 1 ? `${attempt} attempts` : ''];
  const told = [...facts, reason ?? ''].filter((fact) => fact !== '').map((fact) => oneLine(fact, 300));
  return [`${paint[style](`${glyph} ${en.taskStatus[status]} ${oneLine(id)}`)} ${paint.dim(told.join(' · '))}`];
};

/** The live area: the counts, and what runs, the longest first. */
export const drawPlan = (plan: PlanView, { now, columns, rows, paint }: FooterFrame): string[] => {
  const { run, tasks, settled, failed, running, startedAt } = plan;
  const facts = [
    run.id,
    `${settled}/${counted(tasks, 'task')}`,
    failed === 0 ? '' : `${failed} failed`,
    age(now - startedAt),
  ];
  const shown = running.slice(0, Math.max(1, rows - 4));
  return [
    '',
    paint.bold(truncate(facts.filter((fact) => fact !== '').join(' · '), columns)),
    ...shown.map(({ id, attempt, since }) => {
      const tries = attempt > 1 ? `  try ${attempt}` : '';
      return truncate(`● ${oneLine(id)}  ${duration(now - since)}${tries}`, columns);
    }),
  ];
};
