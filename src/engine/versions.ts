import { type Pipeline, stageOf } from '../domain/pipeline/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { BegunVersion, TaskEvent } from '../domain/task-event.ts';
import { hasOpenVersions, openVersions, type Versions } from '../domain/version.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { askGates } from './entering.ts';
import { fansOut } from './fan-out.ts';
import { leave, mayLeave } from './stages.ts';
import { blocked } from './starting.ts';

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/** The work of the stage begins in as many versions as were ordered, all of them from one commit. */
export const versionsBegun = (pipeline: Pipeline, task: Task, event: Of<'versions-begun'>): Decision => {
  const { versions } = task;
  if (versions === null || hasOpenVersions(task) || fansOut(pipeline, task) === null || task.activeJob !== null)
    return refuse(`no versions of ${task.id} are to be begun now`);
  const objection = objectionTo(versions, event.versions, versions.wanted);
  if (objection !== null) return refuse(objection);
  const [first] = event.versions;
  return accept(
    atWork({
      ...task,
      baseCommit: task.baseCommit ?? first?.base ?? null,
      versions: begun(versions, event.versions, []),
    }),
  );
};

/** A version has come to rest; with the last one the task goes on, or a person has to look. */
export const versionEnded = (pipeline: Pipeline, task: Task, event: Of<'version-ended'>): Decision => {
  const { versions } = task;
  const version = versions?.made.find(({ number }) => number === event.number);
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (versions === null || version === undefined || !versions.open.includes(event.number))
    return refuse(`${event.number} is no open version of ${task.id}`);
  const { isReady, reason } = event.end;
  if (version.end?.isReady === isReady && version.end.reason === reason)
    return refuse(`the end of version ${event.number} is known already`);
  const made = versions.made.map((one) => (one === version ? { ...one, end: event.end } : one));
  return accept(afterEnd(pipeline, { ...task, versions: { ...versions, made } }));
};

/** What follows from how the open versions ended; nothing before the last of them has. */
const afterEnd = (pipeline: Pipeline, task: Task): Task => {
  const open = task.versions === null ? [] : openVersions(task.versions);
  if (open.some(({ end }) => end === null)) return task;
  const ends = open.map(({ number, end }) => `${number}: ${end?.reason ?? ''}`).join('; ');
  const ready = open.filter(({ end }) => end?.isReady === true);
  if (stageOf(pipeline, task.stage)?.versions === 'aggregate') {
    // A report that is missing is no approval (INV-13).
    return ready.length === open.length
      ? { ...task, due: 'work', state: { status: 'planned' } }
      : blocked(task, `${ready.length} of ${open.length} versions have reported (${ends})`);
  }
  if (ready.length === 0) return blocked(task, `no version has come to a good end (${ends})`);
  const reason = `${open.length} versions have ended (${ends}): choose one with \`orchestrator task select ${task.id} <version>\``;
  return { ...task, due: null, state: { status: 'waiting', reason, owner: 'person' } };
};

/** The task goes on with one version, whose gates have passed for the very candidate that it takes over (INV-1, INV-2). */
export const versionSelected = (pipeline: Pipeline, task: Task, event: Of<'version-selected'>): Decision => {
  const { versions } = task;
  const stage = stageOf(pipeline, task.stage);
  if (versions === null || stage === null || task.state.status !== 'waiting' || !hasOpenVersions(task))
    return refuse(`${task.id} waits for no choice of a version`);
  if (!versions.open.includes(event.number))
    return refuse(`there is no version ${event.number} to choose; there are: ${versions.open.join(', ')}`);
  if ((event.taken === null) !== (versions.selected === event.number))
    return refuse(`version ${event.number} of ${task.id} is not what was looked at`);
  const chosen: Task = {
    ...task,
    ...event.taken,
    versions: { ...versions, open: [], selected: event.number },
  };
  if (!mayLeave(pipeline, stage, chosen))
    return refuse(`version ${event.number} has not passed the gates of ${stage.name}`);
  return accept(leave(pipeline, stage, chosen), { type: 'close-versions' });
};

/** A person wants other versions of what was chosen: the task is back in the stage that was done in versions. */
export const versionsForked = (pipeline: Pipeline, task: Task, event: Of<'versions-forked'>): Decision => {
  const { versions, head } = task;
  const stage = pipeline.stages.find((one) => one.versions === 'select') ?? null;
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (versions?.selected == null || stage === null || head === null)
    return refuse(`no version of ${task.id} has been chosen yet`);
  if (task.activeJob !== null) return refuse(`${task.activeJob.job} (${task.activeJob.role}) is at work on ${task.id}`);
  const objection =
    objectionTo(versions, event.versions, event.versions.length) ??
    (event.versions.some(({ base }) => base !== head) ? `${task.id} is at ${head}` : null);
  if (objection !== null) return refuse(objection);
  const back: Task = { ...task, stage: stage.name };
  const isReady = mayLeave(pipeline, stage, back);
  const reason = isReady ? 'ready' : `${task.state.status}: it has not passed the gates of ${stage.name}`;
  const kept = hasOpenVersions(task) ? versions.open : [versions.selected];
  const made = versions.made.map((one) =>
    one.number === versions.selected ? { ...one, end: { isReady, reason } } : one,
  );
  return accept(atWork({ ...back, versions: begun({ ...versions, made }, event.versions, kept) }));
};

/** All reports are one now: it stands for the stage's work, and its gates are asked of it. */
export const versionsAggregated = (pipeline: Pipeline, task: Task, { left }: Of<'versions-aggregated'>): Decision => {
  const { versions } = task;
  const stage = stageOf(pipeline, task.stage);
  if (versions === null || stage?.versions !== 'aggregate' || task.due !== 'work' || !hasOpenVersions(task))
    return refuse(`${task.id} has no findings to be brought together`);
  const closed: Task = { ...task, versions: { ...versions, open: [] } };
  // What was judged is not there any more: the next look at the branch says where that leads.
  if (left.candidate !== task.candidate) return accept(closed, { type: 'close-versions' });
  const numbers = versions.open.join('+');
  const work = { stage: stage.name, role: stage.role ?? '', job: `${task.id} versions ${numbers}`, ...left };
  const works = [...task.works.filter((done) => done.stage !== stage.name), work];
  return accept(askGates(pipeline, { ...closed, head: left.head, works }, stage), { type: 'close-versions' });
};

/** A person has its failed versions tried again: they say themselves when they have come to rest. */
export const versionsRetried = (task: Task): Decision => {
  const { versions } = task;
  if (versions === null || task.state.status !== 'blocked')
    return refuse(`${task.id} is ${task.state.status}: there is nothing to retry`);
  const made = versions.made.map((one) => (one.end?.isReady === false ? { ...one, end: null } : one));
  return accept(atWork({ ...task, versions: { ...versions, made } }));
};

const atWork = (task: Task): Task => ({
  ...task,
  due: null,
  state: { status: 'planned', reason: 'its versions are at work' },
});

const begun = (versions: Versions, added: readonly BegunVersion[], kept: readonly number[]): Versions => ({
  ...versions,
  made: [...versions.made, ...added.map((version) => ({ ...version, end: null }))],
  open: [...kept, ...added.map(({ number }) => number)],
});

/** What is wrong with versions that are to begin: they are numbered on, each is a task of its own, and all begin at one commit. */
const objectionTo = ({ made }: Versions, added: readonly BegunVersion[], wanted: number): string | null => {
  if (added.length !== wanted) return `${wanted} versions are wanted, not ${added.length}`;
  if (added.some(({ number }, index) => number !== made.length + index + 1)) return 'versions are numbered on';
  if (new Set([...made, ...added].map(({ task }) => task)).size < made.length + added.length)
    return 'each version is a task of its own';
  return new Set(added.map(({ base }) => base)).size === 1 ? null : 'all versions begin at one commit';
};
