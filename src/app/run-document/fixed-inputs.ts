import { z } from 'zod';
import type { Argv } from '../../domain/argv.ts';
import type { RunFacts } from '../../domain/document/run-document.ts';
import type { StoredEntry } from '../../domain/journal.ts';
import type { Pipeline } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { taskInputs } from '../../domain/task-inputs.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';

/** What is fixed before anybody works on a task (KB-16). */
export type FixedInputs = RunFacts['inputs'];

const INPUTS_FIXED = 'inputs-fixed';

/**
 * Stage 0, for the transaction that makes a task: the directories, the goal, the definition of done and the stop condition. Only a
 * pipeline that tells its runs in a document of the repository has one.
 * @param cwd absolute path of where the person stood
 * @param checks as main has them now
 */
export const inputsFixed = (
  app: Pick<App, 'settings' | 'clock'>,
  pipeline: Pipeline,
  task: Pick<Task, 'id' | 'run' | 'title' | 'prompt'>,
  { cwd, checks }: { readonly cwd: string; readonly checks: readonly Argv[] },
): readonly Change[] => {
  if (pipeline.shared.length === 0) return [];
  const { url, dod, stopCondition } = taskInputs(
    task.prompt,
    checks.map((argv) => argv.join(' ')),
  );
  const data = {
    ...{ cwd, target_dir: app.settings.layout.mainPath, goal: task.title },
    ...{ url, dod, stop_condition: stopCondition },
  };
  const entry = { run: task.run, task: task.id, type: INPUTS_FIXED, data, at: app.clock.now() };
  return [{ type: 'append-journal', entry }];
};

/** What was fixed for a task; null where nothing was. */
export const fixedInputs = (journal: readonly StoredEntry[], task: string): FixedInputs | null => {
  const entry = journal.find((each) => each.type === INPUTS_FIXED && each.task === task);
  if (entry === undefined) return null;
  const { target_dir: targetDir, stop_condition: stopCondition, ...rest } = RECORD.parse(entry.data);
  return { ...rest, targetDir, stopCondition };
};

const RECORD = z.object({
  cwd: z.string(),
  target_dir: z.string(),
  goal: z.string(),
  url: z.string().nullable(),
  dod: z.array(z.string()),
  stop_condition: z.string(),
});
