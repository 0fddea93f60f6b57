import { OrchestratorError } from '../errors.ts';
import type { Pipeline, Stage } from './pipeline.ts';

const GATE = 'ci-green';

/**
 * A pipeline whose candidates the forge's CI has to find green too (CF-20): wherever the harness's own checks are asked, after all other
 * gates of that stage. Never in the stage that delivers, since main is held still there and CI takes its time: where the checks are
 * asked there alone, CI is asked in the stage before. Throws `pipeline-invalid` where there is none.
 */
export const withCi = (pipeline: Pipeline): Pipeline => {
  if (pipeline.stages.some(({ gates }) => gates.includes(GATE))) return pipeline;
  const before = pipeline.stages.slice(0, -2);
  const always = before.filter(({ when }) => when === null);
  const last = always.at(-1);
  if (last === undefined) {
    throw new OrchestratorError(
      'pipeline-invalid',
      `The pipeline ${pipeline.name} delivers in its first stage, so CI cannot be asked before.`,
      'Give it a stage before that one, or set ORCHESTRATOR_CI to `local`.',
    );
  }
  const isChecked = ({ gates }: Stage): boolean => gates.includes('checks-green');
  const places = always.some(isChecked) ? before.filter(isChecked) : [last];
  const add = (stage: Stage): Stage => (places.includes(stage) ? { ...stage, gates: [...stage.gates, GATE] } : stage);
  return { ...pipeline, stages: pipeline.stages.map(add) };
};
