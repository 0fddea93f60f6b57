import { reportPath } from '../../domain/document/report-path.ts';
import { WORK_ITEM } from '../../domain/document/work-item.ts';
import type { Artifact, Evidence } from '../../domain/evidence.ts';
import { isLockFile } from '../../domain/lock/lock-files.ts';
import { isJudging, type Pipeline, pathOf, type Stage } from '../../domain/pipeline/pipeline.ts';
import { isExactPath, outsideScope } from '../../domain/pipeline/write-scope.ts';
import { repositoryName } from '../../domain/project/repository-name.ts';
import { secretsIn } from '../../domain/secrets/secret-rules.ts';
import type { StageWork, Task } from '../../domain/task.ts';
import { type AddedLine, readDiff } from '../../domain/text/added-lines.ts';
import { itemOf } from '../../domain/version.ts';
import type { App } from '../app.ts';
import { changedSince } from '../jobs/changed-since.ts';
import { artifactAt, documentsAt, readPlan } from './documents-at.ts';

/** More files than a work item ever has. */
const MOST_DOCUMENTS = 64;

/** The product's own repository, where staging is more than a form (MA-050). */
const SELF = 'orchestrator';

/** What the role of a stage left in the task's branch. */
const workOf = (task: Task, stage: string): StageWork | null => task.works.find((work) => work.stage === stage) ?? null;

/**
 * A role's report as the role left it: read at the commit of its own job, since whoever changes it later is not that role. A change
 * since then makes it unreadable, so that it is noticed.
 */
export const artifactOf = async (
  app: Pick<App, 'git' | 'frontmatter'>,
  mainPath: string,
  pipeline: Pipeline,
  task: Task,
  name: string,
): Promise<Artifact> => {
  const path = pathOf(reportPath(pipeline.workItem, name), task);
  const work = workOf(task, task.stage);
  if (work === null || task.head === null) return { path, status: 'missing' };
  const at = (commit: string): Promise<Artifact> => artifactAt(app, { dir: mainPath, commit }, path);
  const [left, now] = await Promise.all([at(work.head), at(task.head)]);
  if (left.status === 'missing') return left;
  if (now.status === 'missing' || now.text !== left.text)
    return { path, status: 'unreadable', problem: `it was changed after the ${work.role} wrote it`, text: left.text };
  return left;
};

/** The task's test plan at its head, read as the YAML that it is from beginning to end. */
export const testPlanOf = async (
  app: Pick<App, 'git' | 'frontmatter'>,
  mainPath: string,
  pipeline: Pipeline,
  task: Task,
): Promise<Artifact> => {
  const path = pathOf(`${pipeline.workItem ?? WORK_ITEM}/04-test-plan.yaml`, task);
  return artifactAt(app, { dir: mainPath, commit: task.head }, path, readPlan);
};

/** The task's documents at its head. */
export const workItemOf = async (
  app: Pick<App, 'git'>,
  mainPath: string,
  pipeline: Pipeline,
  task: Task,
): Promise<Evidence['workItem']> => {
  const directory = pathOf(pipeline.workItem ?? WORK_ITEM, task);
  const { head } = task;
  if (head === null) return { directory, files: {} };
  const paths = (await app.git.files(mainPath, head)).filter((path) => path.startsWith(`${directory}/`));
  const documents = await documentsAt(app, { dir: mainPath, commit: head }, paths.slice(0, MOST_DOCUMENTS));
  const files = Object.entries(documents).flatMap(([path, place]) =>
    'text' in place ? [[path.slice(directory.length + 1), place.text] as const] : [],
  );
  return { directory, files: Object.fromEntries(files) };
};

/** How much a branch changes, and the secrets that it adds; both from one look at the diff. */
export const textEvidence = async (
  app: Pick<App, 'git' | 'settings' | 'redact'>,
  task: Task,
  from: string,
  to: string,
): Promise<Pick<Evidence, 'size' | 'secrets'>> => {
  const { layout, limits } = app.settings;
  const paths = (await app.git.diff(layout.mainPath, from, to)).map(({ path }) => path);
  const counted = paths.filter((path) => !isLockFile(path) && !path.startsWith(`docs/work-items/${itemOf(task)}/`));
  const [all, sized] = await Promise.all([
    diffOf(app, from, to, paths),
    counted.length === paths.length ? null : diffOf(app, from, to, counted),
  ]);
  return {
    size: { lines: (sized ?? all).changedLines, limit: limits.diffLines },
    secrets: [...knownSecrets(app, all.added), ...secretsIn(all.added)],
  };
};

const diffOf = async (app: Pick<App, 'git' | 'settings'>, from: string, to: string, paths: readonly string[]) =>
  readDiff(paths.length === 0 ? '' : await app.git.diffText(app.settings.layout.mainPath, from, to, paths));

/** The harness's own secrets, which it knows by their value (INV-12). */
const knownSecrets = (app: Pick<App, 'redact'>, added: readonly AddedLine[]): Evidence['secrets'] =>
  added
    .filter(({ text }) => app.redact(text) !== text)
    .map(({ path, line }) => ({ path, line, rule: 'a secret of this orchestrator' }));

/** What the role of the present stage changed although it may not. */
export const scopeOf = async (
  app: Pick<App, 'git' | 'settings'>,
  mainPath: string,
  task: Task,
  stage: Stage,
): Promise<Evidence['scope']> => {
  const work = workOf(task, stage.name);
  if (work === null || stage.writes === null) return { role: stage.role, outside: [] };
  const { from, head: to } = work;
  const changed = await changedSince(app, mainPath, { from, to, mayMerge: !stage.writes.every(isExactPath) });
  return { role: stage.role, outside: outsideScope(changed, stage.writes, task) };
};

/** What each judging stage up to the present one judged. */
export const judgedBy = (pipeline: Pipeline, task: Task): Evidence['judged'] => {
  const present = pipeline.stages.findIndex(({ name }) => name === task.stage);
  return pipeline.stages
    .slice(0, present + 1)
    .filter((stage) => isJudging(pipeline, stage))
    .map(({ name }) => ({ stage: name, candidate: workOf(task, name)?.candidate ?? null }));
};

/** Whether this is the product's own repository. */
export const stagingOf = (app: Pick<App, 'settings'>): Evidence['staging'] => {
  const repository = repositoryName(app.settings.layout.mainPath);
  return { applies: repository.trim().toLowerCase() === SELF, repository };
};
