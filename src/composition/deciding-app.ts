import { addRepository } from '../app/repositories/add-repository.ts';
import { findRepository } from '../app/repositories/find-repository.ts';
import { listRepositories } from '../app/repositories/list-repositories.ts';
import { DEFAULT_PIPELINE } from '../app/runs/start-run.ts';
import { createTask } from '../app/tasks/create-task.ts';
import {
  answerAsPerson,
  approveAsPerson,
  assertPerson,
  cancelAsPerson,
  type Decided,
  rejectAsPerson,
  retryAsPerson,
} from '../app/tasks/decide-as-person.ts';
import { type DecisionView, viewAnswered, viewTask } from '../app/tasks/decision-view.ts';
import { taskReport } from '../app/tasks/task-report.ts';
import { pruneWorktrees } from '../app/worktrees/prune-worktrees.ts';
import { projectFromOptions } from '../config/project-options.ts';
import type { DecidingApp } from '../surfaces/cli/cli-deps.ts';
import type { BuiltApp } from './build-app.ts';
import { settingsAt } from './settings-at.ts';

/** The use cases of a person's decisions; each makes sure first that it is a person who decides. */
export const decidingApp = ({ app, appAt, close }: BuiltApp, cwd: string): DecidingApp => {
  const asPerson = async <T>(decide: () => Promise<T>): Promise<T> => {
    await assertPerson(app, cwd, await worktreesElsewhere(app));
    return decide();
  };
  /** Who goes on with a run: a lead with its own, any worker with that of a single task. */
  const goesOn = async (run: string): Promise<string> => {
    const isOfTask = (await app.store.runs.get(run))?.kind === 'task';
    return `it goes on with \`orchestrator ${isOfTask ? 'worker' : `resume ${run}`}\``;
  };
  const viewOf = async (decided: Decided, word: string): Promise<DecisionView> => {
    if (decided.type === 'task') return viewTask(app, decided.task, `${word}; ${await goesOn(decided.task.run)}`);
    return viewAnswered(decided.question, `${word}; ${await goesOn(decided.question.run)}`);
  };
  return {
    language: app.settings.language,
    close,
    answer: (target, text) => asPerson(async () => viewOf(await answerAsPerson(app, target, text), 'answered')),
    approve: (target) => asPerson(async () => viewOf(await approveAsPerson(app, target), 'approved')),
    reject: (target, reason) => asPerson(async () => viewOf(await rejectAsPerson(app, target, reason), 'rejected')),
    cancelTask: (name) => asPerson(async () => viewTask(app, await cancelAsPerson(app, name), 'cancelled')),
    retryTask: (name) =>
      asPerson(async () => {
        const task = await retryAsPerson(app, name);
        return viewTask(app, task, `may be worked on again; ${await goesOn(task.run)}`);
      }),
    createTask: async ({ repo, pipeline, ...order }) => {
      const project = repo === null ? null : await findRepository(app, repo);
      const task = await createTask(await appAt(project), {
        ...order,
        project,
        pipeline: pipeline ?? DEFAULT_PIPELINE,
      });
      return taskReport(task, []);
    },
    addRepository: (id, path, options) => asPerson(() => addRepository(app, projectFromOptions(id, path, options))),
    pruneWorktrees: (options) => pruneWorktrees(app, options),
  };
};

/** Where the tasks of the registered repositories have their worktrees; one that is not on this machine has none. */
const worktreesElsewhere = async (app: BuiltApp['app']): Promise<readonly string[]> => {
  const there = await Promise.allSettled(
    (await listRepositories(app)).map(({ project }) => settingsAt(app.settings, project, app.files)),
  );
  return there.flatMap((opened) => (opened.status === 'fulfilled' ? [opened.value.layout.worktreesDir] : []));
};
