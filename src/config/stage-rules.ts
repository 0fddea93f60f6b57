import type { Pipeline, Stage } from '../domain/pipeline/pipeline.ts';

/** What is wrong, and at which key. */
export interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A key of a stage, and what is wrong there. */
type StageMistake = readonly [field: keyof Stage, message: string];

/**
 * What is wrong with the stages one by one, each seen beside those before it.
 * @param origin who wrote the pipeline
 */
export const stageMistakes = ({ stages }: Pipeline, origin: 'built-in' | 'repository'): readonly Mistake[] =>
  stages.flatMap((stage, index) => {
    const earlier = stages.slice(0, index).map(({ name }) => name);
    const found = [
      ...nameMistakes(stage, earlier, index === stages.length - 1),
      ...gateMistakes(stage, earlier),
      ...(stage.role === null ? idleMistakes(stage) : []),
    ];
    if (stage.network === 'allow' && origin === 'repository')
      found.push(['network', 'only a built-in pipeline may allow the network']);
    if (stage.when !== null && (index === 0 || index >= stages.length - 2))
      found.push(['when', 'the first stage, the one that delivers and "done" are never left out']);
    return found.map(([field, message]) => ({ path: ['stages', index, field], message }));
  });

const nameMistakes = (
  { name, role, gates }: Stage,
  earlier: readonly string[],
  isLast: boolean,
): readonly StageMistake[] => {
  const found: StageMistake[] = [];
  if (earlier.includes(name)) found.push(['name', `the stage "${name}" stands twice`]);
  if (isLast !== (name === 'done')) found.push(['name', 'the last stage, and no other, is "done"']);
  if (isLast && (role !== null || gates.length > 0)) found.push(['name', 'in the last stage nothing is done']);
  return found;
};

/** Gates, and what is to follow from their answers. */
const gateMistakes = (
  { gates, onFail, blocksOn, followUp }: Stage,
  earlier: readonly string[],
): readonly StageMistake[] => {
  const found: StageMistake[] = [];
  for (const [gate, target] of Object.entries(onFail)) {
    if (gate !== '*' && !gates.includes(gate)) found.push(['onFail', `"${gate}" is no gate of this stage`]);
    // Forward would be a way round the gates between.
    if (!earlier.includes(target))
      found.push(['onFail', `"${target}" is no earlier stage; there are: ${earlier.join(', ') || 'none'}`]);
  }
  for (const gate of new Set(gates.filter((name, place) => gates.indexOf(name) !== place)))
    found.push(['gates', `"${gate}" stands twice`]);
  for (const gate of blocksOn.filter((name) => !gates.includes(name)))
    found.push(['blocksOn', `"${gate}" is no gate of this stage`]);
  for (const gate of Object.keys(followUp).filter((name) => !blocksOn.includes(name)))
    found.push(['followUp', `"${gate}" does not stand in "blocksOn"`]);
  return found;
};

/** What says something of the work in a stage without a role. */
const idleMistakes = (stage: Stage): readonly StageMistake[] => {
  const found: StageMistake[] = [];
  if (stage.independent === true) found.push(['independent', NOBODY]);
  if (stage.attempts !== null) found.push(['attempts', `${NOBODY}, so there is nothing to count`]);
  for (const field of ['network', 'access'] as const) if (stage[field] !== null) found.push([field, NOBODY]);
  for (const field of ['skills', 'pageSkills'] as const) if (stage[field] !== undefined) found.push([field, NOBODY]);
  return found;
};

const NOBODY = 'nobody works in this stage';
