import type { Plan } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { Run } from '../../domain/run.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import type { JobPump } from '../jobs/job-pump.ts';
import type { RunScope } from '../run-scope.ts';

/** What the execution of a plan's task works with. */
export interface PlanHands {
  readonly app: App;
  readonly run: Run;
  readonly plan: Plan;
  readonly scope: RunScope;
  /** Runs the jobs of role agents. */
  readonly pump: JobPump;
  /** Absolute path of the directory of the logs, one file a task. */
  readonly logs: string;
  /** What every command of the plan finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every task as it stands now, by id. */
  readonly items: ReadonlyMap<string, PlanItem>;
  /** By the name of a worktree that several tasks share, their ids. */
  readonly sharing: ReadonlyMap<string, readonly string[]>;
  /** Commits what is found out about a task while it runs, with what belongs to the same transaction. */
  readonly save: (item: PlanItem, also?: readonly Change[]) => Promise<void>;
}

/** What one execution came to. */
export interface Execution {
  /** `interrupted`: the run was stopped; it is no attempt. */
  readonly status: 'ready' | 'merged' | 'failed' | 'interrupted';
  readonly reason: string | null;
  readonly exitCode: number | null;
  /** False for what would fail in the same way again. */
  readonly mayRetry: boolean;
  /** The head of its branch; null where it has none. */
  readonly head: string | null;
}

/** A failure that comes before anything of the person's has run. */
export const refusedExecution = (reason: string): Execution => ({
  status: 'failed',
  reason,
  exitCode: null,
  mayRetry: false,
  head: null,
});

export const INTERRUPTED: Execution = {
  status: 'interrupted',
  reason: null,
  exitCode: null,
  mayRetry: false,
  head: null,
};

/** What `sharing` holds: found once, since a plan may have ten thousand tasks. */
export const sharingOf = (items: readonly PlanItem[]): PlanHands['sharing'] => {
  const groups = Map.groupBy(items, ({ worktree }) => worktree ?? '');
  groups.delete('');
  return new Map([...groups].flatMap(([name, group]) => (group.length > 1 ? [[name, group.map(({ id }) => id)]] : [])));
};

/** Absolute path of the log of a task's attempts. */
export const logOf = ({ logs }: Pick<PlanHands, 'logs'>, id: string): string => `${logs}/${id}.log`;
