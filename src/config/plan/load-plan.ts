import { basename, dirname } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Plan, PlanTask } from '../../domain/plan/plan.ts';
import { printableLine } from '../../domain/text/printable.ts';
import type { YamlFault, YamlText } from '../yaml-text.ts';
import { type PlanDraft, type PlanShape, readShape } from './drafts.ts';
import { readGraph } from './graph.ts';
import type { PlanMistake } from './mistake.ts';
import { placeMistakes } from './places.ts';
import { createPromptReader } from './prompt.ts';
import { readInParts } from './read-in-parts.ts';
import { openPlan, readPlanText } from './text.ts';
import { type WorkSurroundings, workOf } from './work.ts';
import { type PlanPlace, placesOf } from './worktrees.ts';

/** Where a plan lies and what it may refer to. */
interface PlanRequest extends Omit<WorkSurroundings, 'prompt'> {
  /** Absolute path. */
  readonly file: string;
  /** How messages name the file. */
  readonly shown: string;
  /** The branch of main's checkout, which is no task's; null where it is not known. */
  readonly mainBranch: string | null;
}

/**
 * Reads a plan and the prompts that it names, whole or not at all.
 * @throws OrchestratorError `plan-invalid` with a line `file:line:column: message` for every mistake, in the order of the file
 */
export const loadPlan = (request: PlanRequest): Plan => {
  const read = readPlanText(request.file);
  if ('problem' in read) throw invalid([`${request.shown}:${read.line}:${read.column}: ${read.problem}`]);
  const shape = readInParts(read.text);
  const judged = shape === null ? null : judge(shape, request);
  return judged?.mistakes.length === 0 ? judged.plan : readAsWhole(read.text, request);
};

/** Parsed in one piece the text can say where each mistake stands. */
const readAsWhole = (text: string, request: PlanRequest): Plan => {
  const yaml = openPlan(text, request.shown);
  const faults = yaml.faults.map((fault) => ({ offset: fault.offset, message: explain(fault) }));
  // What has a key twice says something all the same; anything else would only bring forth mistakes that are none.
  if (yaml.faults.some(({ code }) => code !== 'DUPLICATE_KEY')) throw invalid(linesOf(faults, yaml));
  const { plan, mistakes } = judge(readShape(yaml.value()), request);
  const found = [...faults, ...mistakes.map((mistake) => placed(mistake, yaml))];
  if (found.length > 0) throw invalid(linesOf(found, yaml));
  return plan;
};

const judge = (
  { title, delivery, drafts, mistakes }: PlanShape,
  request: PlanRequest,
): { readonly plan: Plan; readonly mistakes: readonly PlanMistake[] } => {
  const directory = dirname(request.file);
  const surroundings = { ...request, prompt: createPromptReader(directory) };
  const works = drafts.map((draft) => workOf(draft, surroundings));
  const graph = readGraph(drafts);
  const places = placesOf(drafts);
  return {
    plan: {
      file: request.file,
      directory,
      title: printableLine(title ?? '') || basename(request.file),
      delivery,
      tasks: drafts.flatMap((draft, index) => taskOf(draft, works[index], places[index])),
    },
    mistakes: [
      ...mistakes,
      ...works.flatMap((outcome) => ('mistakes' in outcome ? outcome.mistakes : [])),
      ...graph.mistakes,
      ...placeMistakes(drafts, places, graph, request.mainBranch),
    ],
  };
};

/** One for all: a plan may have ten thousand tasks. */
const NO_ENVIRONMENT: PlanTask['env'] = {};

/** The task, or none where something is missing: then there is a mistake that says so. */
const taskOf = (
  { entry }: PlanDraft,
  outcome: ReturnType<typeof workOf> | undefined,
  place: PlanPlace | undefined,
): readonly PlanTask[] => {
  if (entry.id === undefined || outcome === undefined || 'mistakes' in outcome || place === undefined) return [];
  return [
    {
      id: entry.id,
      work: outcome.work,
      dependsOn: entry.depends_on ?? [],
      retries: entry.retries ?? 0,
      timeoutMs: entry.timeout ?? null,
      worktree: place.worktree,
      branch: place.branch,
      env: entry.env ?? NO_ENVIRONMENT,
    },
  ];
};

interface Placed {
  readonly offset: number;
  readonly message: string;
}

const placed = ({ path, atKey = false, message }: PlanMistake, yaml: YamlText): Placed => {
  const name = path.length === 0 || atKey ? '' : `${path.map(String).join('.')}: `;
  return { offset: yaml.offsetOf(path, atKey ? 'key' : 'value'), message: `${name}${message}` };
};

/** One line a mistake: a reason from elsewhere may have several. */
const linesOf = (mistakes: readonly Placed[], yaml: YamlText): readonly string[] =>
  mistakes
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => `${yaml.placeAt(offset)}: ${printableLine(message)}`);

const explain = ({ code, message }: YamlFault): string => {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands twice in its map';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here, and a plan is one';
    default:
      return message;
  }
};

const invalid = (lines: readonly string[]): OrchestratorError =>
  new OrchestratorError(
    'plan-invalid',
    [
      `The plan has ${lines.length === 1 ? 'a mistake' : `${lines.length} mistakes`}; nothing was started.`,
      ...lines,
    ].join('\n'),
    'Correct the file at the places named; `orchestrator run --schema` prints what it may hold.',
  );
