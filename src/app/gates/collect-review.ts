import { reportPath } from '../../domain/document/report-path.ts';
import type { Evidence, RoleReport } from '../../domain/evidence.ts';
import { type Pipeline, pathOf } from '../../domain/pipeline/pipeline.ts';
import type { ReviewPart } from '../../domain/review/review-part.ts';
import type { Task } from '../../domain/task.ts';
import { artifactNameOf, reviewPartOf } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { artifactAt } from './documents-at.ts';

type Needs = Pick<App, 'git' | 'settings' | 'frontmatter' | 'pipelines'>;

/** The parts in a review that are judged by the reviewer's report. */
const REPORTING: ReadonlySet<ReviewPart | null> = new Set(['verdict', 'listed']);
const FIX_GATE = 'fix-report';

/** Who writes a report, in which stage, and its path. */
interface ReportPlace {
  readonly stage: string;
  readonly role: string | null;
  readonly path: string;
}

/** Where a pipeline has its review, and where the answers to it; null where it has none. */
export const reviewPlace = (pipeline: Pipeline, task: Task): ReportPlace | null =>
  placeOf(pipeline, task, (gate) => REPORTING.has(reviewPartOf(gate)));
export const fixPlace = (pipeline: Pipeline, task: Task): ReportPlace | null =>
  placeOf(pipeline, task, (gate) => gate === FIX_GATE);

const placeOf = (pipeline: Pipeline, task: Task, isMeant: (gate: string) => boolean): ReportPlace | null => {
  const stage = pipeline.stages.find(({ gates }) => gates.some(isMeant));
  const gate = stage?.gates.find(isMeant);
  const name = gate === undefined ? null : artifactNameOf(gate);
  if (stage === undefined || name === null) return null;
  return { stage: stage.name, role: stage.role, path: pathOf(reportPath(pipeline.workItem, name), task) };
};

/** The newest review of a task that counts, and the fixer's answers, each as its role left it and for the candidate that it left. */
export const reviewOf = async (app: Needs, task: Task): Promise<Evidence['review']> => {
  const pipeline = pipelineOf(app, task);
  return {
    review: await reportOf(app, task, reviewPlace(pipeline, task)),
    fix: await reportOf(app, task, fixPlace(pipeline, task)),
  };
};

const reportOf = async (app: Needs, task: Task, place: ReportPlace | null): Promise<RoleReport | null> => {
  const work = task.works.find(({ stage }) => stage === place?.stage);
  if (work === undefined || place === null) return null;
  const artifact = await artifactAt(app, { dir: app.settings.layout.mainPath, commit: work.head }, place.path);
  return { candidate: work.candidate, artifact };
};
