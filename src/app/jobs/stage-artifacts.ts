import { reportPath } from '../../domain/document/report-path.ts';
import { WORK_ITEM } from '../../domain/document/work-item.ts';
import { isJudging, type Pipeline, pathOf, type Stage, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { artifactNameOf, documentsOf, itemDocumentsOf, reportNameOf } from '../../gates/registry.ts';

type Place = Pick<Task, 'id' | 'stage'> & Partial<Pick<Task, 'versionOf'>>;

/** Paths of what the role of a task's stage has to write there, as the stage's gates want it. */
export const stageArtifacts = (pipeline: Pipeline, task: Place): readonly string[] =>
  pipeline.workItem === null
    ? []
    : pathsOf(pipeline, task, (gate) => [
        ...itemDocumentsOf(gate).map((name) => `${WORK_ITEM}/${name}`),
        ...present(artifactNameOf(gate)),
        ...documentsOf(gate),
      ]);

/** Those of them that have to be of the present round: reports whose content decides, and all that a stage leaves which judges. */
export const stageReports = (pipeline: Pipeline, task: Place): readonly string[] =>
  pathsOf(pipeline, task, (gate, stage) => [
    ...present(reportNameOf(gate)),
    ...(isJudging(pipeline, stage) ? documentsOf(gate) : []),
  ]);

/** Those that stand at the same path for every task, and so may be there from an earlier one. */
export const stageHandOffs = (pipeline: Pipeline, task: Place): readonly string[] =>
  pathsOf(pipeline, task, (gate) => (reportNameOf(gate) === null ? present(artifactNameOf(gate)) : []));

const present = (name: string | null): readonly string[] => (name === null ? [] : [name]);

const pathsOf = (
  pipeline: Pipeline,
  task: Place,
  namesOf: (gate: string, stage: Stage) => readonly string[],
): readonly string[] => {
  const stage = stageOf(pipeline, task.stage);
  const names = stage?.gates.flatMap((gate) => namesOf(gate, stage)) ?? [];
  return [...new Set(names)].map((name) => pathOf(reportPath(pipeline.workItem, name), task));
};
