import { reportPath } from '../../domain/document/report-path.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import { pathOf, type Stage } from '../../domain/pipeline/pipeline.ts';
import { mergedReview, type ReviewOf } from '../../domain/review/merged-review.ts';
import type { Task } from '../../domain/task.ts';
import { itemOf, openVersions, type Version } from '../../domain/version.ts';
import { artifactNameOf } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { candidateAt } from '../gates/candidate-at.ts';
import { commitIdentity } from '../jobs/commit-identity.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { ensureTaskWorktree } from '../worktrees/task-worktree.ts';
import { notOfWorker } from '../worktrees/uncommitted-work.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { writeInWorktree } from '../worktrees/write-in-worktree.ts';
import { releaseVersions } from './release-versions.ts';

/** The gate that judges by the report which the versions of a stage are brought together in. */
const GATE = 'review-verdict';

/**
 * Brings the reports of all versions together in the one that the stage's gate reads (KB-07), commits it on the task's branch, and
 * leaves it beside the single ones in the run's folder. Cut off by a crash it is done again and comes to the same.
 */
export const aggregateVersions = (app: App, task: Task, stage: Stage): Promise<void> =>
  app.leases.hold(worktreePath(app, task.worktree), `versions ${task.id}`, async () => {
    const { mainPath } = app.settings.layout;
    const name = artifactNameOf(GATE) ?? '';
    const path = pathOf(reportPath(pipelineOf(app, task).workItem, name), task);
    const open = task.versions === null ? [] : openVersions(task.versions);
    const reviews = await Promise.all(open.map((version) => reviewOf(app, version, path)));
    const merged = mergedReview(itemOf(task), reviews);
    await keepReports(app, task, stage, [
      ...reviews.map(({ version, text }) => [`${task.id}-v${version}-${name}`, text] as const),
      [`${task.id}-${name}`, merged],
    ]);

    const made = await ensureTaskWorktree(app, task);
    const from = task.head ?? made.head;
    await writeInWorktree(app, made.path, path, merged);
    await app.git.commitAll(made.path, {
      message: `docs(${task.slug}): the findings of ${reviews.length} reviews`,
      excluding: await notOfWorker(app, task.worktree),
      identity: await commitIdentity(app),
    });
    const head = (await app.git.resolve(mainPath, `refs/heads/${task.branch}`)) ?? from;
    const candidate = await candidateAt(app, pipelineOf(app, task), task, head);
    await applyTransition(app, task.id, { type: 'versions-aggregated', left: { from, head, candidate } });
    await releaseVersions(app, await app.store.tasks.inRun(task.run));
  });

/** A review as its version left it, with what the gate has said of it. Rejects with `infrastructure` where it is gone. */
const reviewOf = async (app: App, { number, task: id }: Version, path: string): Promise<ReviewOf> => {
  const version = await app.store.tasks.get(id);
  const head = version?.head ?? null;
  const text = head === null ? null : await app.git.show(app.settings.layout.mainPath, head, path);
  const verdict = version?.verdicts.find(({ gate, candidate }) => gate === GATE && candidate === version.candidate);
  if (text === null || verdict === undefined)
    throw new OrchestratorError('infrastructure', `The review of ${id} is not there any more.`, `Retry ${id}.`);
  return { version: number, isApproved: verdict.outcome === 'pass', text };
};

/** For people; nothing is read back from there. */
const keepReports = async (
  app: App,
  task: Task,
  stage: Stage,
  reports: readonly (readonly [name: string, text: string])[],
): Promise<void> => {
  const folder = `${app.settings.layout.home}/runs/${task.run}/${stage.name}`;
  await app.files.makeDirectory(folder);
  for (const [name, text] of reports) await app.files.write(`${folder}/${name}`, app.redact(text));
};
