import { isStateConflict, OrchestratorError } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';

const TRIES = 8;

/** The run, or `unknown-run`. */
export const loadRun = async (app: Pick<App, 'store'>, id: string): Promise<Run> => {
  const run = await app.store.runs.get(id);
  if (run !== null) return run;
  throw new OrchestratorError('unknown-run', `There is no run ${id} in this home.`, 'See `orchestrator status`.');
};

/**
 * Changes a run together with what belongs to the same transaction; decided anew when somebody else saved it meanwhile.
 * @returns the run as saved, but for its version
 */
export const saveRun = async (
  app: Pick<App, 'store'>,
  id: string,
  change: (run: Run) => Partial<Run>,
  also: readonly Change[] = [],
): Promise<Run> => {
  for (let tries = 1; ; tries += 1) {
    const before = await loadRun(app, id);
    const run = { ...before, ...change(before) };
    try {
      await app.store.commit([{ type: 'save-run', run }, ...also]);
      return run;
    } catch (error) {
      if (!isStateConflict(error) || tries >= TRIES) throw error;
    }
  }
};
