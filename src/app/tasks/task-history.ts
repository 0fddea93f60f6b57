import { z } from 'zod';
import type { StoredEntry } from '../../domain/journal.ts';
import type { App } from '../app.ts';
import { fullAccessReason } from '../jobs/note-launch.ts';
import { findTask } from './find-task.ts';

/** One move of a task, with what allowed it (INV-1). */
export interface Transition {
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  readonly from: Place;
  readonly to: Place;
  /** The answers of gates, the decision of a person, or the job that it came of. */
  readonly because: readonly string[];
}

interface Place {
  readonly stage: string;
  readonly status: string;
}

/** How a task came to where it is, oldest first; what did not move it is left out. */
export const taskHistory = async (app: Pick<App, 'store'>, name: string): Promise<readonly Transition[]> => {
  const { id, run } = await findTask(app, name, null);
  const journal = await app.store.journal.after(run, 0);
  return journal
    .filter(({ task }) => task === id)
    .reduce<readonly Transition[]>((told, entry) => [...withRemark(told, entry), ...transitionIn(entry)], []);
};

/** What says more of a move stands after it. */
const withRemark = (told: readonly Transition[], entry: StoredEntry): readonly Transition[] => {
  const last = told.at(-1);
  const remark = remarkIn(entry);
  if (remark === null || last === undefined) return told;
  return [...told.slice(0, -1), { ...last, because: [...last.because, remark] }];
};

/** Why an optional stage was entered or left out, and why the agent of a job has full access. */
const remarkIn = (entry: StoredEntry): string | null => {
  if (entry.type === 'stage-chosen') return String(entry.data.text);
  const reason = fullAccessReason(entry);
  return reason === null ? null : `${entry.data.job} has full access: ${reason}`;
};

const transitionIn = ({ type, data, at }: StoredEntry): readonly Transition[] => {
  const entry = ENTRY.safeParse(data);
  if (!entry.success) return [];
  const { from, to, event } = entry.data;
  if (from.stage === to.stage && from.status === to.status) return [];
  return [{ at: new Date(at).toISOString(), event: type, from, to, because: becauseOf(event) }];
};

const PLACE = z.object({ stage: z.string(), status: z.string() });
const WORD = z.string().optional();

/** What the events of all kinds have in common that says why; a kind without it only has its name. */
const ENTRY = z.object({
  from: PLACE,
  to: PLACE,
  event: z.object({
    verdicts: z.array(z.object({ gate: z.string(), outcome: z.string(), reason: z.string() })).optional(),
    dependency: z.object({ slug: z.string(), standing: z.string() }).optional(),
    gate: WORD,
    job: WORD,
    role: WORD,
    status: WORD,
    commit: WORD,
    by: WORD,
    reason: WORD,
    number: z.number().optional(),
  }),
});

const becauseOf = (event: z.infer<typeof ENTRY>['event']): readonly string[] => {
  const { verdicts, dependency, gate, job, role, status, commit, by, reason, number } = event;
  if (verdicts !== undefined) return verdicts.map((answer) => `${answer.gate} ${answer.outcome}: ${answer.reason}`);
  const words = [
    number === undefined ? undefined : `version ${number}`,
    gate,
    job,
    role,
    status,
    commit,
    dependency === undefined ? undefined : `${dependency.slug} is ${dependency.standing}`,
    by === undefined ? undefined : `by ${by}`,
  ];
  const told = [words.filter(Boolean).join(' '), reason].filter(Boolean).join(': ');
  return told === '' ? [] : [told];
};
