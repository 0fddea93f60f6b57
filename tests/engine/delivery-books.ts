import type { Task } from '../../src/domain/task.ts';
import type { EngineCommand, TaskEvent } from '../../src/domain/task-event.ts';

/** What is known of a stage without the engine: written down here once more, so that both must agree. */
interface Row {
  readonly stage: string;
  readonly role: string | null;
  /** A judge leaves a report and nothing else. */
  readonly judges: boolean;
  readonly gates: readonly string[];
}

const row = (stage: string, role: string | null, judges: boolean, gates: string): Row => ({
  stage,
  role,
  judges,
  gates: gates.split(' ').filter((gate) => gate !== ''),
});

export const ROWS: readonly Row[] = [
  row('created', null, false, 'entry'),
  row('analysis', 'analyst', false, 'analysis-complete analysis-approved'),
  row('architecture', 'architect', false, 'no-spec-conflict architecture-done'),
  row(
    'development',
    'developer',
    false,
    'worktree-clean change-present write-scope secrets-in-diff docs-touched diff-size checks-unchanged checks-green',
  ),
  row('review', 'reviewer', true, 'review-verdict'),
  row('testing', 'tester', true, 'tests-verdict'),
  row('deploy-staging', 'deployer', true, 'staging-status'),
  row(
    'deploy',
    'deployer',
    true,
    'deploy-status candidate-unchanged worktree-clean secrets-in-diff no-conflict checks-unchanged merge-checks-green',
  ),
  row('done', null, false, ''),
];

const placeOf = (stage: string): number => ROWS.findIndex((known) => known.stage === stage);
export const rowOf = (stage: string): Row => ROWS[placeOf(stage)] ?? row(stage, null, false, '');

/** Runs of the developer that need no person's word. */
const DEVELOPER_RUNS = 3;
/** Only these get a blocked task out of that: a person, or the loss of what it needs. */
const UNBLOCKS = ['retried', 'cancelled', 'dependency-settled'];

interface Running {
  readonly job: string;
  readonly role: string;
  readonly stage: string;
  /** The tree that lay there when it began; null before. */
  readonly tree: string | null;
}

/** What may be believed of one task, from what the engine accepted, and never from what it says about itself. */
export interface Books {
  /**
   * Enters an accepted event.
   * @param tree what the branch holds, whether or not the engine has looked
   * @returns what the engine may not have done, or null
   */
  enter(before: Task, after: Task, event: TaskEvent, commands: readonly EngineCommand[], tree: string): string | null;
}

export const openBooks = (): Books => {
  const passed = new Set<string>();
  const asked = new Set<string>();
  /** `stage@tree` of each judgement. */
  const judged = new Set<string>();
  /** When the role of a stage left its last work. */
  const worked = new Map<string, number>();
  const runs = new Map<string, number>();
  let running: Running | null = null;
  /** The stage whose role has been told to work once more; somebody else's change may settle it as well. */
  let owed: string | null = null;
  let moment = 0;
  let retries = 0;

  const note = (before: Task, event: TaskEvent, commands: readonly EngineCommand[], tree: string): string | null => {
    moment += 1;
    switch (event.type) {
      case 'job-requested':
        if (running !== null) return `a second job beside ${running.job}`;
        if (!commands.some(({ type }) => type === 'queue-job')) return null;
        running = { job: event.job, role: event.role, stage: '', tree: null };
        return null;
      case 'job-started':
      case 'job-interrupted':
      case 'job-deferred':
      case 'job-ended':
        if (running?.job !== event.job) return `${event.job} is not the job of the task`;
        return noteJob(before, event, running, tree);
      case 'gates-answered':
        for (const { gate, candidate, outcome } of event.verdicts) {
          const key = `${gate}@${candidate}`;
          for (const set of [passed, asked]) set.delete(key);
          if (outcome === 'pass') passed.add(key);
          if (outcome === 'pending') asked.add(key);
        }
        return null;
      case 'approved': {
        const key = `${event.gate}@${event.candidate}`;
        if (!asked.has(key)) return `approved what nobody was asked about: ${key}`;
        passed.add(key);
        return null;
      }
      case 'retried':
        retries += 1;
        return null;
      default:
        return null;
    }
  };

  const noteJob = (
    before: Task,
    event: Extract<TaskEvent, { type: `job-${'started' | 'ended' | 'interrupted' | 'deferred'}` }>,
    job: Running,
    tree: string,
  ): string | null => {
    const count = runs.get(job.role) ?? 0;
    switch (event.type) {
      case 'job-started':
        running = { ...job, stage: before.stage, tree };
        runs.set(job.role, count + 1);
        return job.role === 'developer' && count >= DEVELOPER_RUNS + retries
          ? `run ${count + 1} of the developer after ${retries} retries`
          : null;
      case 'job-interrupted':
      case 'job-deferred':
        if (job.stage !== '') runs.set(job.role, count - 1);
        running = { ...job, stage: '', tree: null };
        return null;
      case 'job-ended': {
        running = null;
        const { role, judges } = rowOf(before.stage);
        if (event.status !== 'succeeded' || role !== job.role) return null;
        if (judges && (job.tree !== tree || tree !== before.candidate)) return null;
        worked.set(before.stage, moment);
        if (owed === before.stage) owed = null;
        if (judges) judged.add(`${before.stage}@${tree}`);
        return null;
      }
    }
  };

  const missingFor = (stages: readonly Row[], tree: string | null): string | null => {
    for (const { stage, role, judges, gates } of stages) {
      const gate = gates.find((name) => !passed.has(`${name}@${tree}`));
      if (gate !== undefined) return `${gate} has not passed for ${tree}`;
      if (judges && !judged.has(`${stage}@${tree}`)) return `${stage} has not judged ${tree}`;
      const own = worked.get(stage) ?? 0;
      if (role !== null && ROWS.slice(0, placeOf(stage)).some((earlier) => (worked.get(earlier.stage) ?? 0) > own))
        return `the ${role} has not worked since an earlier role did`;
      if (role !== null && own === 0) return `the ${role} has not worked`;
    }
    return null;
  };

  const wrongStep = (before: Task, after: Task, event: TaskEvent): string | null => {
    const steps = placeOf(after.stage) - placeOf(before.stage);
    if (steps > 1) return `${before.stage} to ${after.stage} at once`;
    if (steps === 1 && event.type !== 'gates-answered' && event.type !== 'merged')
      return `${before.stage} was left by ${event.type}`;
    if (steps === 1 && before.due === null && event.type === 'gates-answered') return 'nobody had asked the gates';
    if (steps === 1 && owed === before.stage) return `the rework in ${owed} was left out`;
    if (steps === 1 || event.type === 'merged') {
      const missing = missingFor([rowOf(before.stage)], after.candidate);
      if (missing !== null) return `left ${before.stage}: ${missing}`;
    }
    if (event.type !== 'merged') return null;
    const missing = missingFor(ROWS.slice(placeOf('development'), -1), after.candidate);
    return missing === null ? null : `merged: ${missing}`;
  };

  const wrongState = (before: Task, after: Task, event: TaskEvent): string | null => {
    const { state, due, activeJob } = after;
    const isSettled = ['merged', 'skipped', 'cancelled'].includes(state.status);
    if (isSettled && due !== null) return `${state.status} with ${due} due`;
    if (isSettled && activeJob !== null) return `${state.status} with a job`;
    if (['merged', 'cancelled'].includes(before.state.status)) return `changed although ${before.state.status}`;
    if (activeJob?.job !== running?.job) return `the active job is ${activeJob?.job}, not ${running?.job}`;
    if (activeJob !== null && due !== null) return `${due} is due beside a job`;
    if ((state.status === 'waiting' || state.status === 'blocked') && (state.owner === '' || state.reason === ''))
      return `${state.status} without an owner`;
    if (before.state.status === 'blocked' && state.status !== 'blocked' && !UNBLOCKS.includes(event.type))
      return `unblocked by ${event.type}`;
    // Where nobody works there is nobody to start: whoever ordered the task mends it and says so.
    const isForPerson = state.status === 'sent-back' && after.stage === 'created';
    const goesOn = ['planned', 'running', 'ready', 'sent-back'].includes(state.status) && !isForPerson;
    if (goesOn && due === null && activeJob === null) return `stalls in ${after.stage} (${state.status})`;
    const counted = Object.entries(after.attempts).find(([role, count]) => count !== (runs.get(role) ?? 0));
    return counted === undefined ? null : `${counted[1]} attempts of the ${counted[0]}, not ${runs.get(counted[0])}`;
  };

  const wrongCandidate = (before: Task, after: Task, event: TaskEvent): string | null => {
    if (after.candidate === before.candidate) return null;
    if (event.type === 'candidate-seen' && after.candidate === event.candidate) return null;
    if (event.type === 'job-ended' && after.candidate === event.left?.candidate) return null;
    return `the candidate became ${after.candidate}`;
  };

  return {
    enter: (before, after, event, commands, tree) => {
      const noted = note(before, event, commands, tree);
      if (commands.some(({ type }) => type === 'cancel-job')) running = null;
      if (event.type === 'candidate-seen' && after.candidate !== before.candidate) owed = null;
      if (isSentBack(event) && rowOf(after.stage).role !== null) owed = after.stage;
      return (
        noted ??
        wrongCandidate(before, after, event) ??
        wrongStep(before, after, event) ??
        wrongState(before, after, event)
      );
    },
  };
};

/** A finding, or a person's word, that the role of some stage has to act on. */
const isSentBack = (event: TaskEvent): boolean =>
  event.type === 'rejected' ||
  event.type === 'answered' ||
  (event.type === 'gates-answered' && event.verdicts.some(({ outcome }) => outcome === 'fail'));
