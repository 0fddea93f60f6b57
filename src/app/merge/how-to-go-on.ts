import { commandToGoOn, type Run } from '../../domain/run.ts';
import type { App } from '../app.ts';

/** How a person has a run go on, and says that a reported move of main was theirs. */
export const howToGoOn = async (app: Pick<App, 'store'>, run: Run): Promise<string> => {
  const [task] = run.kind === 'task' ? await app.store.tasks.inRun(run.id) : [];
  return `\`${task === undefined ? commandToGoOn(run) : `orchestrator task retry ${task.id}`}\``;
};
