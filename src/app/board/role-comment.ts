import { artifactLinks, type DocumentPlace } from '../../domain/comment/artifact-links.ts';
import { HTML, MARKDOWN, type Markup } from '../../domain/comment/markup.ts';
import { type Outcome, outcomeOf, outcomeSource } from '../../domain/comment/outcome.ts';
import { renderStatusComment, type StatusComment } from '../../domain/comment/status-comment.ts';
import { renderTaskSummary } from '../../domain/comment/task-summary.ts';
import type { Job } from '../../domain/job.ts';
import type { News } from '../../domain/news/news.ts';
import { pathOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { roleDuration, workedSeconds } from '../jobs/role-duration.ts';

type Needs = Pick<App, 'store' | 'git' | 'frontmatter' | 'pipelines' | 'settings' | 'log'>;
type Finished = Extract<News, { type: 'role-finished' }>;

/** One text in the markups that trackers take. */
export interface CommentText {
  readonly markdown: string;
  readonly html: string;
}

/** What a role says when it has done its work: outcome, duration, documents and usage, as far as they are known. Never throws. */
export const roleComment = async (app: Needs, task: Task, news: Finished, job: Job | null): Promise<CommentText> => {
  const { role, stage } = news;
  const [place, outcome] = await Promise.all([documentsAt(app, task, news.at), outcomeAt(app, task, news)]);
  const comment: StatusComment = {
    role,
    stage,
    outcome,
    durationSeconds: await roleDuration(app, {
      task: task.id,
      role,
      measured: job === null ? null : workedSeconds(job),
    }),
    documents: artifactLinks(role, stage, place),
    usage: job?.usage ?? null,
  };
  const render = (markup: Markup): string =>
    renderStatusComment(comment, { markup, language: app.settings.language }, (error) =>
      app.log.warn({ err: error, task: task.id, role }, 'a status comment could not be written in full'),
    );
  return { markdown: render(MARKDOWN), html: render(HTML) };
};

/** What the whole task has used so far. */
export const summaryComment = async (app: Pick<App, 'store' | 'settings'>, task: Task): Promise<CommentText> => {
  const jobs = await app.store.jobs.ofTask(task.id);
  const { language } = app.settings;
  return {
    markdown: renderTaskSummary(jobs, { markup: MARKDOWN, language }),
    html: renderTaskSummary(jobs, { markup: HTML, language }),
  };
};

/** The documents as the role left them, whatever later roles did to the branch. No forge: labels lead nowhere yet. */
const documentsAt = async (app: Needs, task: Task, at: string | null): Promise<DocumentPlace> => {
  const folder = workItemOf(app, task);
  const branch = { name: task.branch, url: '' };
  const none = { folderUrl: '', files: [], branch, pullRequest: null };
  if (folder === null || at === null) return none;
  const paths = await tolerant(app, task, () => app.git.files(app.settings.layout.mainPath, at));
  const files = (paths ?? [])
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1));
  return { ...none, files };
};

const outcomeAt = async (app: Needs, task: Task, { role, stage, at }: Finished): Promise<Outcome | null> => {
  const source = outcomeSource(role, stage);
  const folder = workItemOf(app, task);
  if (source === null || folder === null || at === null) return null;
  const path = `${folder}/${source.file}`;
  const text = await tolerant(app, task, () => app.git.show(app.settings.layout.mainPath, at, path));
  const reading = text === null ? null : app.frontmatter.read(text);
  return outcomeOf(role, stage, reading?.ok === true ? reading.fields : null);
};

const workItemOf = (app: Needs, task: Task): string | null => {
  const directory = app.pipelines.get(task.pipeline)?.workItem ?? null;
  return directory === null ? null : pathOf(directory, task);
};

/** A branch that is gone must not keep a comment back. */
const tolerant = async <T>(app: Needs, task: Task, look: () => Promise<T>): Promise<T | null> => {
  try {
    return await look();
  } catch (error) {
    app.log.debug({ err: error, task: task.id }, 'a document could not be looked at for a comment');
    return null;
  }
};
