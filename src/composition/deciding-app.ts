import { resolve } from 'node:path';
import { cancelCommandJob } from '../app/command-jobs/cancel-command-job.ts';
import { createCommandJob } from '../app/command-jobs/create-command-job.ts';
import { addRepository } from '../app/repositories/add-repository.ts';
import { findRepository } from '../app/repositories/find-repository.ts';
import { listRepositories } from '../app/repositories/list-repositories.ts';
import { choosePipeline } from '../app/runs/choose-pipeline.ts';
import { assertPerson } from '../app/tasks/assert-person.ts';
import { createTask } from '../app/tasks/create-task.ts';
import {
  answerAsPerson,
  approveAsPerson,
  cancelAsPerson,
  type Decided,
  rejectAsPerson,
} from '../app/tasks/decide-as-person.ts';
import { type DecisionView, viewAnswered, viewTask } from '../app/tasks/decision-view.ts';
import { retryAsPerson } from '../app/tasks/retry-task.ts';
import { taskReport } from '../app/tasks/task-report.ts';
import { forkTask } from '../app/versions/fork-task.ts';
import { selectVersion } from '../app/versions/select-version.ts';
import { pruneWorktrees } from '../app/worktrees/prune-worktrees.ts';
import { projectFromOptions } from '../config/project-options.ts';
import { reportOfCommandJob } from '../domain/command-job/command-job-report.ts';
import { commandToGoOn } from '../domain/run.ts';
import { isAddress } from '../domain/worker/material.ts';
import type { DecidingApp } from '../surfaces/cli/cli-deps.ts';
import type { BuiltApp } from './build-app.ts';
import { settingsAt } from './settings-at.ts';

/**
 * The use cases of a person's decisions; each makes sure first that it is a person who decides.
 * @param cwd absolute path of the process's directory
 * @param typedIn the same of where the person typed the command: a package manager moves on from there
 */
export const decidingApp = ({ app, appAt, close }: BuiltApp, cwd: string, typedIn: string): DecidingApp => {
  const assertHere = async () => assertPerson(app, cwd, await worktreesElsewhere(app));
  const asPerson = async <T>(decide: () => Promise<T>): Promise<T> => {
    await assertHere();
    return decide();
  };
  /** Who goes on with a run: a lead with its own, any worker with that of a single task. */
  const goesOn = async (run: string): Promise<string> => {
    const found = await app.store.runs.get(run);
    return `it goes on with \`${found === null ? 'orchestrator resume' : commandToGoOn(found)}\``;
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
    selectVersion: (name, number) =>
      asPerson(async () => {
        const { task, notices } = await selectVersion(app, name, number);
        const told = [`version ${number} is chosen`, ...notices, await goesOn(task.run)];
        return viewTask(app, task, told.join('; '));
      }),
    forkTask: (name, count) =>
      asPerson(async () => {
        const task = await forkTask(app, name, count);
        return viewTask(app, task, `is made in ${count} further versions; ${await goesOn(task.run)}`);
      }),
    createTask: async ({ repo, pipeline, ...order }) => {
      // Who may not reach out must not have the harness do it.
      if (order.materials.length > 0) await assertHere();
      const materials = order.materials.map((source) => (isAddress(source) ? source : resolve(typedIn, source)));
      const project = repo === null ? null : await findRepository(app, repo);
      const there = await appAt(project);
      const chosen = choosePipeline(there, pipeline, `${order.title}\n${order.prompt}`);
      const task = await createTask(there, { ...order, materials, cwd, project, pipeline: chosen });
      return taskReport(task, []);
    },
    cancelCommandJob: (id) => asPerson(async () => reportOfCommandJob(await cancelCommandJob(app, id))),
    createCommandJob: (order) => asPerson(() => createCommandJob(app, order)),
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
