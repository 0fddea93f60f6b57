import type { TaskStatus } from '../../../domain/task.ts';
import { addUsage, NO_USAGE, type Usage } from '../../../domain/usage/usage.ts';
import type { ProgressEvent } from './sinks.ts';

/** One line of the footer, before it is drawn. */
export interface TaskView {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
  readonly stage: string;
  readonly status: TaskStatus;
  readonly reason: string | null;
  /** What works on it, or waits to. */
  readonly job: JobView | null;
  /** The check that runs on it. */
  readonly check: string | null;
  /** How often a role has worked on it. */
  readonly attempt: number;
  /** Of the jobs that ended. */
  readonly usage: Usage;
  /** Milliseconds since the epoch; null until somebody began. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The last thing that was seen of it. */
  readonly last: { readonly text: string; readonly at: number } | null;
  /** `gate: reason` of the last gate that did not pass in this attempt. */
  readonly refusal: string | null;
  /** Where main is since its merge. */
  readonly commit: string | null;
}

export interface JobView {
  readonly id: string;
  readonly role: string;
  readonly state: 'queued' | 'running';
  /** What a queued job waits for; null when only for a free worker. */
  readonly waitsFor: string | null;
  readonly usage: Usage;
}

/** Adds one event to the lines of all tasks; a task that no plan announced gets a line when it first does something. */
export const reduceTasks = (tasks: readonly TaskView[], event: ProgressEvent, at: number): readonly TaskView[] => {
  switch (event.type) {
    case 'run-started':
      return [];
    case 'plan-recorded':
      return event.tasks.reduce(
        (all, planned) => changeTask(all, planned.id, (task) => ({ ...task, ...planned, status: task.status })),
        tasks,
      );
    case 'task-changed':
      return changeTask(tasks, event.task, (task) => changed(task, event, at));
    case 'job-queued': {
      const job: JobView = {
        id: event.job,
        role: event.role,
        state: 'queued',
        waitsFor: event.waitsFor,
        usage: NO_USAGE,
      };
      return changeTask(tasks, event.task, (task) => ({ ...task, job }));
    }
    case 'job-started': {
      const job: JobView = { id: event.job, role: event.role, state: 'running', waitsFor: null, usage: NO_USAGE };
      const began = { job, attempt: event.attempt, endedAt: null, last: null, reason: null, refusal: null };
      return changeTask(tasks, event.task, (task) => ({ ...task, ...began, startedAt: task.startedAt ?? at }));
    }
    case 'job-activity':
      return changeTask(tasks, event.task, (task) => ({
        ...task,
        job: task.job?.id === event.job ? { ...task.job, usage: event.usage ?? task.job.usage } : task.job,
        last: { text: event.text, at },
      }));
    case 'job-ended':
      return changeTask(tasks, event.task, (task) => ({
        ...task,
        job: task.job?.id === event.job ? null : task.job,
        usage: addUsage(task.usage, event.usage),
        last: { text: event.summary, at },
      }));
    case 'checks-started':
      return event.task === null ? tasks : changeTask(tasks, event.task, (task) => ({ ...task, check: event.command }));
    case 'gate-answered':
      return changeTask(tasks, event.task, (task) => ({
        ...task,
        check: null,
        refusal: event.outcome === 'pass' ? task.refusal : refusalOf(event),
        last: { text: `${event.gate} ${event.outcome}: ${event.reason}`, at },
      }));
    case 'merged':
      return changeTask(tasks, event.task, (task) => ({ ...task, check: null, commit: event.commit }));
    default:
      return tasks;
  }
};

/** What a gate said, in the words that the engine gives as the reason of a task that was sent back. */
export const refusalOf = ({ gate, reason }: { readonly gate: string; readonly reason: string }): string =>
  `${gate}: ${reason}`;

/** Nobody works on a task in one of these; only a person or the lead moves it again. */
const RESTING: readonly TaskStatus[] = ['merged', 'failed', 'blocked', 'skipped', 'cancelled', 'sent-back'];

const changed = (task: TaskView, event: Extract<ProgressEvent, { type: 'task-changed' }>, at: number): TaskView => {
  const { slug, stage, status, reason } = event;
  const rests = RESTING.includes(status);
  return {
    ...task,
    slug,
    stage,
    status,
    reason,
    job: rests ? null : task.job,
    check: rests ? null : task.check,
    endedAt: rests ? (task.endedAt ?? at) : null,
  };
};

const changeTask = (
  tasks: readonly TaskView[],
  id: string,
  change: (task: TaskView) => TaskView,
): readonly TaskView[] =>
  tasks.some((task) => task.id === id)
    ? tasks.map((task) => (task.id === id ? change(task) : task))
    : [...tasks, change(newTask(id))];

const newTask = (id: string): TaskView => ({
  id,
  slug: '',
  title: '',
  dependsOn: [],
  stage: '',
  status: 'planned',
  reason: null,
  job: null,
  check: null,
  attempt: 0,
  usage: NO_USAGE,
  startedAt: null,
  endedAt: null,
  last: null,
  refusal: null,
  commit: null,
});
