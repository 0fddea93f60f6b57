import { plainComment } from '../../domain/comment/plain-comment.ts';
import { serviceText } from '../../domain/comment/service-text.ts';
import type { Job } from '../../domain/job.ts';
import { type News, SERVICE } from '../../domain/news/news.ts';
import type { Task } from '../../domain/task.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { App } from '../app.ts';
import { type CommentText, roleComment, summaryComment } from './role-comment.ts';
import { showStatus } from './show-status.ts';

/** Where the news came from. */
export interface Told {
  readonly task: Task;
  /** Of the journal entry; with it, news told twice have the same key. */
  readonly seq: number;
}

interface Post extends CommentText {
  readonly author: string;
  readonly key: string;
}

/** Shows news on the board: a status, or a comment in the name of the role that it is about (MA-136). Rejects as the tracker does. */
export const tellTracker = async (app: App, tracker: Tracker, news: News, { task, seq }: Told): Promise<void> => {
  const item = { id: task.id, title: app.redact(task.title), description: app.redact(task.prompt) };
  // The board has a comment for the merge already.
  if (news.type === 'document-ready') return;
  if (news.type === 'status') {
    return showStatus(app, tracker, item, news.status);
  }
  for (const post of await postsOf(app, task, seq, news)) {
    const { author, key } = post;
    const [markdown, html] = [app.redact(post.markdown), app.redact(post.html)];
    await tracker.comment({ item, author, key, markdown, html });
  }
};

const postsOf = async (
  app: App,
  task: Task,
  seq: number,
  news: Exclude<News, { type: 'status' | 'document-ready' }>,
): Promise<readonly Post[]> => {
  if (news.type === 'role-finished') return rolePosts(app, task, seq, news);
  // The role's own comment asks for the decision, and once is enough (MA-016).
  if (news.type === 'approval-wanted' && news.isTold) return [];
  const author = 'owner' in news ? news.owner : SERVICE;
  return [{ author, key: `${seq}-${news.type}`, ...plainComment(serviceText(news, app.settings.language)) }];
};

const rolePosts = async (
  app: App,
  task: Task,
  seq: number,
  news: Extract<News, { type: 'role-finished' }>,
): Promise<readonly Post[]> => {
  const job = news.job === null ? await newestJob(app, task, news.role) : await app.store.jobs.get(news.job);
  const author = job?.role ?? news.role;
  const post = {
    author,
    key: `${job?.id ?? seq}-status`,
    ...(await roleComment(app, task, { ...news, role: author }, job)),
  };
  if (!news.isLast) return [post];
  return [post, { author, key: `${job?.id ?? seq}-summary`, ...(await summaryComment(app, task)) }];
};

const newestJob = async (app: App, task: Task, role: string): Promise<Job | null> =>
  (await app.store.jobs.ofTask(task.id)).findLast((job) => job.role === role && job.status === 'succeeded') ?? null;
