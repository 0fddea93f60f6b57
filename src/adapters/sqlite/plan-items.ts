import { z } from 'zod';
import type { PlanItem, PlanItemStatus } from '../../domain/plan/plan-item.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { parseBody } from './documents.ts';

/** The table `plan_tasks`: what is asked of it, and what `commit` writes. */
export const createPlanItems = (connection: Connection) => {
  const parse = ({ id, body }: Row): PlanItem => parseBody('plan_tasks', id, planItemSchema, body);
  const queries: Store['planItems'] = {
    inRun: (run) =>
      connection.read(() =>
        connection
          .statement<Row>('SELECT id, body FROM plan_tasks WHERE run = ?')
          .all(run)
          .map(parse)
          .sort((a, b) => a.position - b.position),
      ),
    countByStatus: (run) =>
      connection.read(() => {
        const rows = connection.statement<StatusRow>(COUNT).all(run);
        return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
      }),
  };
  return {
    queries,
    save: (items: readonly PlanItem[]) => {
      const statement = connection.statement(SAVE);
      for (const item of items) statement.run(item.run, item.id, JSON.stringify(item));
    },
    clear: (run: string) => connection.statement('DELETE FROM plan_tasks WHERE run = ?').run(run),
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

const SAVE = `INSERT INTO plan_tasks (run, id, body) VALUES (?, ?, ?)
  ON CONFLICT (run, id) DO UPDATE SET body = excluded.body`;

const planItemSchema: z.ZodType<PlanItem> = z.strictObject({
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
