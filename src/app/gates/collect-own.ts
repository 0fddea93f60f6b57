import { z } from 'zod';
import type { Evidence } from '../../domain/evidence.ts';
import type { StoredEntry } from '../../domain/journal.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { LOOP_WORDS } from '../../domain/worker/loop-words.ts';
import { lastWord } from '../../engine/command-job.ts';
import type { App } from '../app.ts';
import { nextBriefedPrompt } from '../jobs/role-prompt.ts';
import type { RunScope } from '../run-scope.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';

type Needs = Pick<App, 'store' | 'git' | 'settings' | 'pipelines'>;

/**
 * What the stage's role has on the branch against main. A path that is as the newest work of another role left it is that one's, and
 * what the role has put back is nobody's.
 * @param base the commit where the branch left main
 */
export const ownChanges = async (app: Needs, task: Task, base: string, head: string): Promise<Evidence['own']> => {
  const role = stageOf(pipelineOf(app, task), task.stage)?.role ?? null;
  const { mainPath } = app.settings.layout;
  const changes = await app.git.diff(mainPath, base, head);
  const left = await leftByOthers(app, task, role);
  if (left === null) return { role, changes };
  const since = new Set((await app.git.diff(mainPath, left, head)).map(({ path }) => path));
  return { role, changes: changes.filter(({ path }) => since.has(path)) };
};

const ENDED = z.object({ event: z.object({ job: z.string(), left: z.object({ head: z.string() }) }) });

/** Where the newest work of another role left the branch; null where there was none. */
const leftByOthers = async (app: Pick<App, 'store'>, task: Task, role: string | null): Promise<string | null> => {
  // Before a task was made in versions, others worked on the one behind which they stand.
  const tasks = [task.id, ...(task.versionOf === null ? [] : [task.versionOf.task])];
  const [journal, ...jobs] = await Promise.all([
    app.store.journal.after(task.run, 0),
    ...tasks.map((id) => app.store.jobs.ofTask(id)),
  ]);
  const others = new Set(
    jobs
      .flat()
      .filter((job) => job.role !== role)
      .map(({ id }) => id),
  );
  const headOf = ({ type, data }: StoredEntry): string | null => {
    const ended = type === 'job-ended' ? ENDED.safeParse(data) : null;
    return ended?.success && others.has(ended.data.event.job) ? ended.data.event.left.head : null;
  };
  return journal.map(headOf).findLast((head) => head !== null) ?? null;
};

/** How the newest run of the stage's role ended, by the last line of what it said. */
export const completionOf = async (app: Pick<App, 'store'>, task: Task): Promise<Evidence['completion']> => {
  const work = task.works.find(({ stage }) => stage === task.stage);
  const job = work === undefined ? null : await app.store.jobs.get(work.job);
  if (job === null) return null;
  return { role: job.role, job: job.id, completed: lastWord(job.summary, LOOP_WORDS).keyword };
};

/** What is missing in what the next worker would be told. */
export const promptEvidence = async (app: App, scope: RunScope, task: Task): Promise<Evidence['prompt']> => {
  const prompt = await nextBriefedPrompt(app, task, scope.checks);
  return prompt === null ? null : { role: prompt.role, gaps: prompt.gaps };
};
