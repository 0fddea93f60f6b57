import type { LeadHands } from '../app/lead/lead-hands.ts';
import { loadRun } from '../app/runs/save-run.ts';
import { isActive, type Job } from '../domain/job.ts';
import { reasonOf } from '../domain/task.ts';
import { bulletList } from './bullet-list.ts';

/** Decisions of a person that a fresh lead is told: enough to not ask again. */
const MOST_ANSWERS = 20;
const MOST_JOBS = 40;

/**
 * What a fresh lead starts from: the goal and the stored state. Nothing of the old conversation comes along, for the lead is
 * stateless and replaceable.
 * @param news what the old lead was told last and has not answered; empty when there is nothing
 */
export const renderHandOver = async ({ app, scope }: LeadHands, news: string): Promise<string> => {
  const run = await loadRun(app, scope.run);
  const [tasks, jobs, questions, journal] = await Promise.all([
    app.store.tasks.inRun(run.id),
    app.store.jobs.inRun(run.id),
    app.store.questions.inRun(run.id),
    app.store.journal.after(run.id, 0),
  ]);
  const plan = journal.findLast(({ type }) => type === 'plan-recorded')?.data.summary;
  const slugOf = (id: string): string => tasks.find((task) => task.id === id)?.slug ?? id;
  return app.prompts.handOver({
    goal: run.goal,
    plan: typeof plan === 'string' && plan !== '' ? plan : 'No plan was recorded yet.',
    tasks: bulletList(
      tasks.map((task) => {
        const after = task.dependsOn.length === 0 ? '' : `, after ${task.dependsOn.map(slugOf).join(', ')}`;
        const why = reasonOf(task.state);
        return `${task.id} \`${task.slug}\` (${task.title}): ${task.state.status} in ${task.stage}${after}${why === null ? '' : `: ${why}`}`;
      }),
    ),
    jobs: bulletList(
      jobs
        .slice(-MOST_JOBS)
        .map((job) => `${job.id} (${job.role} on ${slugOf(job.task)}): ${job.status}${describeEnd(job)}`),
    ),
    questions: bulletList(
      questions.filter(({ state }) => state.status === 'open').map(({ id, text }) => `${id}: ${text}`),
    ),
    decisions: bulletList(
      questions
        .flatMap(({ text, state }) =>
          state.status === 'answered' ? [`${text} ${state.by} answered: ${state.answer}`] : [],
        )
        .slice(-MOST_ANSWERS),
    ),
    news: news === '' ? 'Nothing.' : news,
  });
};

const describeEnd = (job: Pick<Job, 'status' | 'waitsFor' | 'summary'>): string => {
  if (isActive(job.status)) return job.waitsFor === null ? '' : `, waits for ${job.waitsFor}`;
  return job.summary === '' ? '' : `: ${job.summary.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
};
