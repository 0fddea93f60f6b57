import { reportPath } from '../../domain/document/report-path.ts';
import type { Evidence, RoleReport } from '../../domain/evidence.ts';
import { type Pipeline, pathOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { artifactNameOf } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { readArtifact } from './collect-work.ts';

type Needs = Pick<App, 'git' | 'settings' | 'frontmatter' | 'pipelines'>;

const REVIEW_GATES = ['review-listed', 'review-verdict'];
const FIX_GATES = ['fix-report'];

/** The newest review of a task and the fixer's answers, each as its role left it and for the candidate that it left. */
export const reviewOf = async (app: Needs, task: Task): Promise<Evidence['review']> => {
  const pipeline = pipelineOf(app, task);
  return {
    review: await reportOf(app, pipeline, task, REVIEW_GATES),
    fix: await reportOf(app, pipeline, task, FIX_GATES),
  };
};

const reportOf = async (
  app: Needs,
  pipeline: Pipeline,
  task: Task,
  gates: readonly string[],
): Promise<RoleReport | null> => {
  const stage = pipeline.stages.find((each) => each.gates.some((gate) => gates.includes(gate)));
  const gate = stage?.gates.find((each) => gates.includes(each));
  const work = task.works.find((done) => done.stage === stage?.name);
  const name = gate === undefined ? null : artifactNameOf(gate);
  if (work === undefined || name === null) return null;
  const path = pathOf(reportPath(pipeline.workItem, name), task);
  const text = await app.git.show(app.settings.layout.mainPath, work.head, path);
  const artifact = text === null ? ({ path, status: 'missing' } as const) : readArtifact(app.frontmatter, path, text);
  return { candidate: work.candidate, artifact };
};
