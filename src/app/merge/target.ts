import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';

/** With `patch-only` main stays where it is: merges are built one on another on this ref, so that dependent work can begin. */
export const integrationRef = (run: string): string => `refs/orchestrator/${run}/integration`;

/** The commit that the next merge is built on: main, or with `patch-only` the run's own line. */
export const targetHead = async (app: Pick<App, 'git'>, run: Run): Promise<string> =>
  run.delivery === 'patch-only'
    ? ((await app.git.resolve(run.mainPath, integrationRef(run.id))) ?? run.mainHead)
    : run.mainHead;
