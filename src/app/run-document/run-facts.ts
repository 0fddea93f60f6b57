import { z } from 'zod';
import type { RunFacts, RunIteration } from '../../domain/document/run-document.ts';
import type { Job } from '../../domain/job.ts';
import type { StoredEntry } from '../../domain/journal.ts';
import { type Pipeline, pathOf } from '../../domain/pipeline/pipeline.ts';
import { reworkReason } from '../../domain/rework.ts';
import { reasonOf, type Task } from '../../domain/task.ts';
import type { CheckRun, Verdict } from '../../domain/verdict/verdict.ts';
import { verificationsOf } from '../../domain/verification/verifications-of.ts';
import type { App } from '../app.ts';
import { LAUNCHED } from '../jobs/note-launch.ts';
import { jobsOf } from '../tasks/jobs-of.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { fixedInputs } from './fixed-inputs.ts';

type Needs = Pick<App, 'store' | 'pipelines'>;

/**
 * What the store knows of one task, as its documents tell it; null for a task without a stage 0.
 * @param finishedAt the moment of its merge, or of its end; null while it is under way
 */
export const runFacts = async (app: Needs, task: Task, finishedAt: number | null): Promise<RunFacts | null> => {
  const [journal, jobs] = await Promise.all([app.store.journal.after(task.run, 0), jobsOf(app, task)]);
  const inputs = fixedInputs(journal, task.id);
  if (inputs === null) return null;
  const { id, title, prompt, branch } = task;
  const own = journal.filter((entry) => entry.task === task.id);
  return {
    run: task.run,
    task: { id, title, prompt, branch },
    inputs,
    startedAt: task.createdAt,
    finishedAt,
    outcome: finishedAt === null ? outcomeOf(task) : 'delivered: every gate has passed',
    iterations: jobs.flatMap((job) => iterationOf(job, journal)),
    prompt: promptIn(journal, jobs, pipelineOf(app, task)),
    choices: choicesIn(own),
    checks: checksIn(own),
    verifications: verificationsOf(own),
    links: linksOf(app, task, inputs.url),
  };
};

const outcomeOf = (task: Task): string => {
  const { state, stage } = task;
  const reason = (reasonOf(state) ?? reworkReason(task))?.split('\n')[0];
  return `${state.status} in the stage ${stage}${reason === undefined ? '' : `: ${reason}`}`;
};

/** A job that never started is no iteration. */
const iterationOf = (job: Job, journal: readonly StoredEntry[]): readonly RunIteration[] => {
  const { id, role, status, startedAt, endedAt, exitCode } = job;
  if (startedAt === null) return [];
  const launched = journal.findLast((entry) => entry.type === LAUNCHED && entry.data.job === id);
  const command = typeof launched?.data.command === 'string' ? launched.data.command : null;
  return [{ job: id, role, status, startedAt, endedAt, exitCode, command }];
};

/** The first prompt of the role that carries the task out: the first one that no condition leaves out. */
const promptIn = (journal: readonly StoredEntry[], jobs: readonly Job[], { stages }: Pipeline): RunFacts['prompt'] => {
  const role = stages.find((stage) => stage.role !== null && stage.when === null)?.role ?? null;
  for (const { type, data } of journal) {
    const { job, prompt: text } = type === LAUNCHED ? data : {};
    const known = jobs.find(({ id }) => id === job);
    if (role !== null && known?.role === role && typeof text === 'string') return { job: known.id, role, text };
  }
  return null;
};

const CHOICE = z.object({ stage: z.string(), entered: z.boolean(), reason: z.string() });

const choicesIn = (journal: readonly StoredEntry[]): RunFacts['choices'] =>
  journal.flatMap(({ type, data }) => (type === 'stage-chosen' ? [CHOICE.parse(data)] : []));

/** Every run of a check, once: gates repeat what they were told of the same candidate. */
const checksIn = (journal: readonly StoredEntry[]): RunFacts['checks'] => {
  const runs = journal.flatMap(({ type, data }): readonly CheckRun[] => {
    if (type !== 'gates-answered') return [];
    const { verdicts } = data.event as { readonly verdicts: readonly Verdict[] };
    return verdicts.flatMap(({ evidence }) => evidence.checks ?? []);
  });
  const once = new Map(runs.map((run) => [JSON.stringify(run), run]));
  return [...once.values()].map(({ command, exitCode }) => ({ command, exitCode }));
};

const linksOf = (app: Needs, task: Task, url: string | null): RunFacts['links'] => {
  const { workItem, shared } = pipelineOf(app, task);
  return [
    ...(shared.includes('CODE_REVIEW.md') ? [{ name: 'CODE_REVIEW.md', target: 'CODE_REVIEW.md' }] : []),
    ...(workItem === null ? [] : [{ name: 'Work item', target: `${pathOf(workItem, task)}/` }]),
    ...(url === null ? [] : [{ name: url, target: url }]),
  ];
};
