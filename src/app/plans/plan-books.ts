import { OrchestratorError } from '../../domain/errors.ts';
import type { PlanTask } from '../../domain/plan/plan.ts';
import { isDone, type PlanItem } from '../../domain/plan/plan-item.ts';
import { createSchedule, type Schedule } from '../../engine/plan/schedule.ts';
import type { Execution, PlanHands } from './plan-hands.ts';

/** An execution that ended and is not recorded yet. */
export interface Ended {
  readonly id: string;
  readonly execution: Execution;
  readonly tookMs: number;
}

/** What is known of the tasks of a plan at work, and what events make of it. */
export interface Books {
  readonly schedule: Schedule;
  taskOf(id: string): PlanTask;
  itemOf(id: string): PlanItem;
  /** A task that starts now. */
  begin(id: string): PlanItem;
  /** What the end of an execution makes of its task, and of those that depend on it. */
  settle(ended: Ended, record: (item: PlanItem) => void): void;
  /** Tells onlookers. */
  tell(item: PlanItem): void;
}

/** @param items every task as it stands now, by id */
export const createBooks = ({ app, plan }: PlanHands, items: ReadonlyMap<string, PlanItem>): Books => {
  const done = doneOf(items);
  const schedule = createSchedule(plan.tasks, done);
  let settled = done.size;
  const itemOf = (id: string): PlanItem => known(items.get(id), id);

  const skip = (id: string, cause: string, at: number): PlanItem => ({
    ...itemOf(id),
    status: 'skipped',
    reason: `${cause} failed`,
    endedAt: at,
  });

  return {
    schedule,
    itemOf,
    taskOf: (id) => known(plan.tasks[itemOf(id).position], id),
    begin: (id) => {
      const item = itemOf(id);
      const startedAt = item.startedAt ?? app.clock.now();
      return { ...item, status: 'running', attempts: item.attempts + 1, reason: null, exitCode: null, startedAt };
    },
    settle: ({ id, execution, tookMs }, record) => {
      const item = itemOf(id);
      const { status, reason, exitCode, head, mayRetry } = execution;
      const now = app.clock.now();
      if (status === 'interrupted') {
        record({ ...item, status: 'planned', reason: 'interrupted', attempts: item.attempts - 1 });
        return;
      }
      const durationMs = item.durationMs + tookMs;
      const result = { ...item, reason, exitCode, head, durationMs, endedAt: now };
      const consequence = schedule.ended(id, status !== 'failed', mayRetry);
      if (consequence.type === 'again') {
        record({ ...result, status: 'planned', head: null });
        return;
      }
      record({ ...result, status });
      if (consequence.type === 'failed') for (const other of consequence.skipped) record(skip(other, id, now));
    },
    tell: (item) => {
      if (item.status !== 'running' && item.status !== 'planned') settled += 1;
      const { id, status, attempts, reason, durationMs } = item;
      app.progress.emit({
        type: 'plan-task',
        id,
        status,
        attempt: attempts,
        reason,
        durationMs,
        settled,
      });
    },
  };
};

const doneOf = (items: ReadonlyMap<string, PlanItem>): ReadonlySet<string> =>
  new Set([...items.values()].filter(isDone).map(({ id }) => id));

const known = <T>(value: T | undefined, id: string): T => {
  if (value !== undefined) return value;
  throw new OrchestratorError('infrastructure', `The plan has no task ${id}.`, 'Start the plan anew with --fresh.');
};
