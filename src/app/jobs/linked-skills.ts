import type { StoredEntry } from '../../domain/journal.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { taskInputs } from '../../domain/task-inputs.ts';
import type { Skill } from '../../domain/worker/skill.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';

/**
 * The guides that a role follows on a task, as main has them: those that its file names, and those of the stage where it is that
 * stage's role. A candidate cannot change what its own judges go by.
 */
export const linkedSkills = async (
  app: Pick<App, 'pipelines' | 'prompts' | 'redact'>,
  task: Pick<Task, 'id' | 'pipeline' | 'stage' | 'prompt'>,
  role: string,
): Promise<readonly Skill[]> => {
  const stage = stageOf(pipelineOf(app, task), task.stage);
  const own = stage?.role === role ? stage : null;
  const hasPage = taskInputs(task.prompt, []).url !== null;
  const { skills } = await app.prompts.agent(role);
  const names = new Set([...skills, ...(own?.skills ?? []), ...(hasPage ? (own?.pageSkills ?? []) : [])]);
  const found = await Promise.all([...names].map((name) => app.prompts.skill(name)));
  return found.map((skill) => ({ ...skill, text: skill.text === null ? null : app.redact(skill.text) }));
};

const MISSING = 'skill-missing';

/** Says of each guide that main does not have, once in a run, that a role was to follow it (KB-12). */
export const reportMissing = async (
  app: Pick<App, 'store' | 'progress' | 'clock'>,
  { run, id: task }: Pick<Task, 'run' | 'id'>,
  role: string,
  skills: readonly Skill[],
): Promise<void> => {
  const missing = skills.filter(({ text }) => text === null);
  if (missing.length === 0) return;
  const told = (await app.store.journal.after(run, 0)).flatMap(({ type, data }) =>
    type === MISSING ? [data.path] : [],
  );
  for (const { path } of missing.filter((skill) => !told.includes(skill.path))) {
    const text = `the ${role} was to follow ${path}, which main does not have`;
    app.progress.emit({ type: 'notice', level: 'warning', text });
    const entry = { run, task, type: MISSING, data: { path, role, text }, at: app.clock.now() };
    await app.store.commit([{ type: 'append-journal', entry }]);
  }
};

/** The same for the report of the run. */
export const missingSkills = (journal: readonly StoredEntry[]): readonly string[] =>
  journal.flatMap(({ type, data }) => (type === MISSING ? [String(data.text)] : []));
