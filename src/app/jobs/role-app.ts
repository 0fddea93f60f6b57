import type { AgentRole } from '../../ports/prompts.ts';
import type { App } from '../app.ts';

/**
 * The app as one role works with it: with the worker that its agent file names, and the file's model, effort and time where no
 * setting names one. A model that the settings name for all belongs to their own kind of worker, so that another kind is not told it.
 */
export const appForRole = async (app: App, role: AgentRole): Promise<App> => {
  const { worker } = app.settings;
  const kind = role.worker ?? worker.kind;
  const isOther = kind !== worker.kind;
  return {
    ...app,
    worker: isOther ? await app.workerOf(kind) : app.worker,
    settings: {
      ...app.settings,
      worker: {
        ...worker,
        kind,
        model: (isOther ? null : worker.model) ?? role.model,
        effort: worker.effort ?? role.effort,
        fallbackModel: isOther ? null : worker.fallbackModel,
        timeoutsMs: { ...(role.timeoutMs === null ? {} : { [role.role]: role.timeoutMs }), ...worker.timeoutsMs },
      },
    },
  };
};
