import { alertText } from '../../domain/comment/alert-text.ts';
import type { News } from '../../domain/news/news.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { App } from '../app.ts';
import type { Told } from './tell-tracker.ts';

/** Calls a person where news need one: once for each. Rejects as the notifier does. */
export const tellNotifier = async (app: App, notifier: Notifier, news: News, { task, seq }: Told): Promise<void> => {
  const job = news.type === 'agent-failed' ? await app.store.jobs.get(news.job) : null;
  const text = alertText(news, task, job, app.settings.language);
  if (text !== null)
    await notifier.notify({ text: app.redact(text), key: `${String(seq).padStart(8, '0')}-${news.type}` });
};
