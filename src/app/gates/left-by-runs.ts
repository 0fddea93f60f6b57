import { z } from 'zod';
import type { StoredEntry } from '../../domain/journal.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** What a run of an agent that succeeded has left on the branch. */
interface LeftByRun {
  readonly role: string;
  /** The commit. */
  readonly head: string;
}

/** What agents have left on the branch of a task, oldest first; for a version that of the task behind which it stands too. */
export const leftByRuns = async (app: Pick<App, 'store'>, task: Task): Promise<readonly LeftByRun[]> => {
  const tasks = [task.id, ...(task.versionOf === null ? [] : [task.versionOf.task])];
  const [journal, ...jobs] = await Promise.all([
    app.store.journal.after(task.run, 0),
    ...tasks.map((id) => app.store.jobs.ofTask(id)),
  ]);
  const roles = new Map(jobs.flat().map(({ id, role }) => [id, role]));
  return journal.flatMap(({ type, data }: StoredEntry): readonly LeftByRun[] => {
    const ended = type === 'job-ended' ? ENDED.safeParse(data) : null;
    if (ended?.success !== true) return [];
    const { job, left } = ended.data.event;
    const role = roles.get(job);
    return role === undefined ? [] : [{ role, head: left.head }];
  });
};

const ENDED = z.object({ event: z.object({ job: z.string(), left: z.object({ head: z.string() }) }) });
