import type { DeliveryMode } from './settings.ts';
import { shellWord } from './text/shell-line.ts';
import type { Usage } from './usage/usage.ts';

export type RunStatus = 'running' | 'done' | 'failed' | 'blocked' | 'waiting' | 'stopped';

/** A run that goes on, or may: its tech lead has not said its last word. */
export const isUnfinished = ({ status }: Pick<Run, 'status'>): boolean =>
  status === 'running' || status === 'waiting' || status === 'stopped';

/** The command with which a person has a run go on. */
export const commandToGoOn = ({ id, kind, plan }: Pick<Run, 'id' | 'kind' | 'plan'>): string => {
  if (plan !== null) return `orchestrator run ${shellWord(plan.file)}`;
  return kind === 'lead' ? `orchestrator resume ${id}` : 'orchestrator worker';
};

/** One goal for a repository, from the first plan to the report. */
export interface Run {
  readonly id: string;
  /** A main job that a tech lead conducts, a single task that any worker takes up, or a declared plan. */
  readonly kind: 'lead' | 'task' | 'plan';
  /** Null but for the run of a plan. */
  readonly plan: RunOfPlan | null;
  /** The registered repository that it works in; null: the base directory's own. */
  readonly project: string | null;
  readonly goal: string;
  readonly status: RunStatus;
  /** Absolute path of the checkout that plays the role `main`. */
  readonly mainPath: string;
  readonly mainBranch: string;
  /** Name of the base ref, `origin/<main's branch>` or the branch itself. */
  readonly baseRef: string;
  /** Head of main as the engine last recorded it (INV-1). */
  readonly mainHead: string;
  /** Head of main when the run started. */
  readonly startHead: string;
  readonly pipeline: string;
  readonly worker: string;
  readonly delivery: DeliveryMode;
  readonly summary: string;
  /** What the lead itself used; jobs carry their own. */
  readonly usage: Usage;
  readonly turns: number;
  readonly toolCalls: number;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Counts its saved states; a save of an older one is refused. */
  readonly version: number;
}

export interface RunOfPlan {
  /** Absolute real path of the plan file. */
  readonly file: string;
  /** Absolute path of the directory that gets the summary and the logs; null: the run's own folder in the home. */
  readonly output: string | null;
  /** Whether its branches are brought into main, or to patches. */
  readonly delivers: boolean;
}
