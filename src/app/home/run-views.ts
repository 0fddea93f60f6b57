import type { Run, RunStatus } from '../../domain/run.ts';
import type { ProcessIdentity } from '../../ports/processes.ts';
import type { App } from '../app.ts';

/** Times are ISO 8601. */
export interface RunView {
  readonly id: string;
  readonly goal: string;
  readonly status: RunStatus;
  /** It is `running` and nobody conducts it: its process is gone, and a person has it go on. Never said of a single task. */
  readonly interrupted: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export type IsAlive = (identity: ProcessIdentity) => Promise<boolean>;

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Runs as people see them, in the same order.
 * @param isAlive asked where one is `running`, about the processes that may conduct it
 */
export const runViews = async (
  app: Pick<App, 'store'>,
  runs: readonly Run[],
  isAlive: IsAlive,
): Promise<readonly RunView[]> => {
  const conducted = runs.some(needsConductor) && (await hasConductor(app, isAlive));
  return runs.map((run) => ({
    id: run.id,
    goal: run.goal,
    status: run.status,
    interrupted: needsConductor(run) && !conducted,
    startedAt: iso(run.createdAt),
    endedAt: run.endedAt === null ? null : iso(run.endedAt),
  }));
};

/** What workers do goes on with any of them; a lead and a plan that are under way need a process of their own. */
export const needsConductor = ({ kind, status }: Run): boolean => kind !== 'task' && status === 'running';

/** A home has one such process at a time (see `workAlone`), so that none of several runs is conducted where there is none. */
const hasConductor = async (app: Pick<App, 'store'>, isAlive: IsAlive): Promise<boolean> => {
  const conductors = (await app.store.orchestrators.list()).filter(({ kind }) => kind === 'run');
  return (await Promise.all(conductors.map(isAlive))).includes(true);
};
