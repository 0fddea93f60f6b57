import type { Job } from '../job.ts';
import type { News } from '../news/news.ts';
import type { Task } from '../task.ts';
import { finalLines } from './final-lines.ts';
import type { Language } from './phrases.ts';
import { serviceText } from './service-text.ts';

/**
 * What a person is called for, as plain text; null for news that need nobody (MA-168). A task that a tech lead drives calls a
 * person when it waits for one; its failures are the lead's to deal with.
 * @param job the one that failed, where one did
 */
export const alertText = (
  news: News,
  task: Pick<Task, 'id' | 'title' | 'drive'>,
  job: Pick<Job, 'exitCode' | 'log'> | null,
  language: Language,
): string | null => {
  const head = `${task.id} ${task.title}`;
  switch (news.type) {
    case 'approval-wanted':
      return `${head}\n${serviceText(news, language)}\norchestrator task approve ${task.id}`;
    case 'asked':
      return `${head}\n${serviceText(news, language)}\norchestrator task answer ${task.id} TEXT`;
    case 'held':
      return `${head}\n${serviceText(news, language)}`;
    case 'finding-repeated':
    case 'blocked':
      return task.drive === 'lead' ? null : `${head}\n${serviceText(news, language)}`;
    case 'agent-failed':
      return task.drive === 'lead' ? null : `${head}\n${serviceText(news, language)}${traces(job)}`;
    case 'document-ready':
      return [head, ...(news.report === null ? [news.path] : finalLines(news.report, language))].join('\n');
    case 'status':
    case 'stage-changed':
    case 'work-begun':
    case 'role-finished':
    case 'gate-failed':
    case 'rejected':
    case 'answered':
    case 'completed':
    case 'cancelled':
      return null;
  }
};

const traces = (job: Pick<Job, 'exitCode' | 'log'> | null): string =>
  job === null ? '' : `\nexit code ${job.exitCode ?? 'none'}\n${job.log}`;
