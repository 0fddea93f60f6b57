import { difficultyOf } from '../../domain/pipeline/difficulty.ts';
import { agentEffort, agentModel } from '../../domain/worker/agent-choice.ts';
import type { WorkerRequest } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { findOwnRepository } from '../repositories/find-repository.ts';

/**
 * What a role's agent is told of models and effort, by the project's registry entry, the settings and the task. What cannot be used is left
 * out, and whoever looks on is told.
 */
export const agentOptions = async (
  app: Pick<App, 'settings' | 'store' | 'progress'>,
  role: string,
  task: Parameters<typeof difficultyOf>[0],
): Promise<Pick<WorkerRequest, 'model' | 'effort' | 'fallbackModel'>> => {
  const { worker } = app.settings;
  const project = await findOwnRepository(app);
  const { effort, warning } = agentEffort(project, role, worker);
  if (warning !== null) app.progress.emit({ type: 'notice', level: 'warning', text: warning });
  return { model: agentModel(project, role, difficultyOf(task), worker), effort, fallbackModel: worker.fallbackModel };
};
