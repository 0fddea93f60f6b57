import { WORK_ITEM } from '../../domain/document/work-item.ts';
import type { Pipeline } from '../../domain/pipeline/pipeline.ts';
import { artifactNameOf, documentsOf } from '../../gates/registry.ts';

/**
 * Where a pipeline has its roles write at the same paths for every task: what its gates look for and
 * its records outside of the work item.
 */
export const fixedPaths = ({ workItem, records, stages }: Pipeline): readonly string[] => {
  const gates = stages.flatMap((stage) => stage.gates);
  const artifacts = gates.flatMap((gate) => artifactNameOf(gate) ?? []).filter((name) => name.includes('/'));
  const shared = records.filter((record) => !record.startsWith(`${workItem ?? WORK_ITEM}/`));
  return [...new Set([...artifacts, ...gates.flatMap(documentsOf), ...shared])];
};
