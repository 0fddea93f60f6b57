import { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import type { PlanItem, PlanItemStatus } from '../../domain/plan/plan-item.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createParser } from './documents.ts';

/** The table `plan_tasks`: what is asked of it, and what `commit` writes. */
export const createPlanItems = (connection: Connection) => {
  const parse = createParser('plan_tasks', planItemSchema);
  const queries: Store['planItems'] = {
    inRun: (run) =>
      connection.read(() => {
        const rows = connection.statement<Row>('SELECT id, body FROM plan_tasks WHERE run = ?').iterate(run);
        return Array.from(rows, ({ id, body }) => parse(id, body)).sort((a, b) => a.position - b.position);
      }),
    countByStatus: (run) =>
      connection.read(() => {
        const rows = connection.statement<StatusRow>(COUNT).all(run);
        return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
      }),
    namesInUse: (except) =>
      connection.read(() => {
        const rows = connection.statement<PlaceRow>(NAMES_IN_USE).all(except);
        return new Set(rows.flatMap(({ branch, worktree }) => [branch, worktree]));
      }),
  };
  const save = (items: readonly PlanItem[]): void => {
    const statement = connection.statement(SAVE);
    for (const item of items) statement.run(item.run, item.id, JSON.stringify(item));
  };
  return {
    queries,
    save,
    /** Throws `state-conflict` where a task has taken the branch of one that has not begun. */
    replace: (run: string, items: readonly PlanItem[]) => {
      connection.statement('DELETE FROM plan_tasks WHERE run = ?').run(run);
      save(items);
      const [taken] = connection.statement<{ branch: string }>(TAKEN).all(run);
      if (taken === undefined) return;
      throw new OrchestratorError(
        'state-conflict',
        `The branch ${taken.branch} was free when ${run} was planned, and is another task's by now.`,
        'Look which names are taken and decide anew.',
      );
    },
  };
};

interface Row {
  readonly id: string;
  readonly body: string;
}

interface StatusRow {
  readonly status: PlanItemStatus;
  readonly count: number;
}

const COUNT = `SELECT status, count(*) AS count FROM plan_tasks
  WHERE run = ? AND body ->> '$.task' IS NULL GROUP BY status`;

interface PlaceRow {
  readonly branch: string;
  readonly worktree: string;
}

/** A plan that is not under way gets its names anew when it goes on. */
const NAMES_IN_USE = `SELECT body ->> '$.branch' AS branch, body ->> '$.worktree' AS worktree FROM plan_tasks
  WHERE run IN (SELECT id FROM runs INDEXED BY runs_not_done
      WHERE status <> 'done' AND status = 'running' AND body ->> '$.plan.file' IS NOT NULL AND id <> +?)
    AND body ->> '$.branch' IS NOT NULL`;

const TAKEN = `SELECT tasks.branch FROM plan_tasks JOIN tasks ON tasks.branch = plan_tasks.body ->> '$.branch'
  WHERE plan_tasks.run = ? AND tasks.run <> plan_tasks.run AND plan_tasks.body ->> '$.base' IS NULL AND plan_tasks.body ->> '$.task' IS NULL
    AND tasks.status NOT IN ('merged', 'skipped', 'cancelled') LIMIT 1`;

const SAVE = `INSERT INTO plan_tasks (run, id, body) VALUES (?, ?, ?)
  ON CONFLICT (run, id) DO UPDATE SET body = excluded.body`;

const planItemSchema = (): z.ZodType<PlanItem> =>
  z.strictObject({
    run: z.string(),
    id: z.string(),
    position: z.number(),
    dependsOn: z.array(z.string()),
    digest: z.string(),
    status: z.enum(['planned', 'running', 'ready', 'merged', 'failed', 'skipped']),
    attempts: z.number(),
    reason: z.string().nullable(),
    exitCode: z.number().nullable(),
    branch: z.string().nullable(),
    worktree: z.string().nullable(),
    base: z.string().nullable(),
    head: z.string().nullable(),
    task: z.string().nullable(),
    startedAt: z.number().nullable(),
    endedAt: z.number().nullable(),
    durationMs: z.number(),
  });
