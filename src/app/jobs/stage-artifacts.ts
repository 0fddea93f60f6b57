import { type Pipeline, pathOf, stageOf } from '../../domain/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { WORK_ITEM } from '../../domain/with-review.ts';
import { artifactNameOf } from '../../gates/registry.ts';

/** Documents that a gate wants and whose content it does not judge, relative to the work item's directory. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'analysis-complete': ['01-brd.md', '02-trz.md', '03-acceptance-criteria.md', '04-test-plan.yaml'],
  'architecture-done': ['06-adr/ADR-001-slug.md'],
};

/** Paths of what the role of a task's stage has to write there, as the stage's gates want it. */
export const stageArtifacts = (pipeline: Pipeline, task: Pick<Task, 'id' | 'stage'>): readonly string[] =>
  pipeline.workItem === null ? [] : pathsOf(pipeline, task, (gate) => DOCUMENTS[gate] ?? artifactNameOf(gate) ?? []);

/** Those of them whose content decides: the reports of a stage that judges. */
export const stageReports = (pipeline: Pipeline, task: Pick<Task, 'id' | 'stage'>): readonly string[] =>
  pathsOf(pipeline, task, (gate) => artifactNameOf(gate) ?? []);

const pathsOf = (
  pipeline: Pipeline,
  task: Pick<Task, 'id' | 'stage'>,
  namesOf: (gate: string) => string | readonly string[],
): readonly string[] => {
  const directory = pathOf(pipeline.workItem ?? WORK_ITEM, task);
  const gates = stageOf(pipeline, task.stage)?.gates ?? [];
  return gates.flatMap(namesOf).map((name) => `${directory}/${name}`);
};
