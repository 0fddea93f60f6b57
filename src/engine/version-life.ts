import type { Pipeline, Stage } from '../domain/pipeline/pipeline.ts';
import { reasonOf, type Task } from '../domain/task.ts';
import type { BegunVersion } from '../domain/task-event.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import type { VersionEnd } from '../domain/version.ts';
import type { Decision } from './decision.ts';

/** Names and time of a version that is to begin. */
export interface VersionPlace extends BegunVersion {
  /** The free name that its branch and worktree get. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How many begin with it, itself included. */
  readonly of: number;
}

/**
 * A version at its beginning: what the task has brought along to this stage is there, and its role has still to work. It has a branch,
 * a worktree, jobs, attempts and verdicts of its own, so that nothing of the others is within its reach.
 */
export const newVersion = (pipeline: Pipeline, original: Task, stage: Stage, place: VersionPlace): Task => {
  const before = pipeline.stages.slice(0, pipeline.stages.indexOf(stage)).map(({ name }) => name);
  const attempts = Object.entries(original.attempts).filter(([role]) => role !== stage.role);
  return {
    ...original,
    id: place.task,
    slug: `${original.slug}-v${place.number}`,
    dependsOn: [],
    branch: `task/${place.name}`,
    worktree: `task-${place.name}`,
    base: place.base,
    baseCommit: null,
    head: null,
    stage: stage.name,
    state: { status: 'planned' },
    due: 'work',
    activeJob: null,
    attempts: Object.fromEntries(attempts),
    works: original.works.filter((work) => before.includes(work.stage)),
    versions: null,
    versionOf: { task: original.id, number: place.number, of: place.of },
    createdAt: place.at,
    version: 0,
  };
};

/** Where a version's way ends: the gates of the stage that is done in versions have passed. */
export const isOver = (stage: Stage, { versionOf }: Task): boolean => versionOf !== null && stage.versions !== null;

/** A review that rejects has reported as well as one that approves: the strictest counts when they are brought together. */
export const hasReported = (stage: Stage, task: Task, stopped: Verdict): boolean =>
  isOver(stage, task) && stage.versions === 'aggregate' && stopped.outcome === 'fail' && !stopped.evidence.unusable;

export const rest = (task: Task): Task => ({ ...task, due: null, state: { status: 'ready' } });

/** A decision about a version, which tells its original when it comes to rest by it. */
export const tellingOriginal = (before: Task, decision: Decision): Decision => {
  const { versionOf } = before;
  if (versionOf === null || !decision.accepted) return decision;
  const end = endOf(decision.task);
  if (end === null) return decision;
  const tell = { type: 'tell-original', task: versionOf.task, number: versionOf.number, end } as const;
  return { ...decision, commands: [...decision.commands, tell] };
};

/** How a version has come to rest; null while something goes on by itself. */
export const endOf = ({ state, due, activeJob }: Task): VersionEnd | null => {
  if (due !== null || activeJob !== null || state.status === 'planned') return null;
  const [why] = (reasonOf(state) ?? '').split('\n');
  return { isReady: state.status === 'ready', reason: why === '' ? state.status : `${state.status}: ${why}` };
};
