import { alertText } from '../../domain/comment/alert-text.ts';
import { RUN_DOCUMENT } from '../../domain/document/shared-document.ts';
import type { News } from '../../domain/news/news.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { App } from '../app.ts';
import { DOCUMENT_NOT_SENT } from '../run-document/unsent.ts';
import type { Told } from './tell-tracker.ts';

/** Calls a person where news need one: once for each. Rejects as the notifier does. */
export const tellNotifier = async (app: App, notifier: Notifier, news: News, { task, seq }: Told): Promise<void> => {
  const job = news.type === 'agent-failed' ? await app.store.jobs.get(news.job) : null;
  const text = alertText(news, task, job, app.settings.language);
  if (text === null) return;
  const message = { text: app.redact(text), key: `${String(seq).padStart(8, '0')}-${news.type}` };
  if (news.type !== 'document-ready') return notifier.notify(message);
  const written = await app.files.read(news.path);
  const document = written === null ? {} : { document: { name: RUN_DOCUMENT, text: app.redact(written) } };
  try {
    await notifier.notify({ ...message, ...document });
  } catch (error) {
    await noteUnsent(app, task.run, reasonOf(error));
    throw error;
  }
};

/** The run is done all the same, and its report says what did not arrive (KB-34). Once, however often it is tried. */
const noteUnsent = async (app: App, run: string, reason: string): Promise<void> => {
  const known = (await app.store.journal.after(run, 0)).some(({ type }) => type === DOCUMENT_NOT_SENT);
  if (known) return;
  const text = `${RUN_DOCUMENT} could not be sent: ${app.redact(reason)}`;
  const entry = { run, task: null, type: DOCUMENT_NOT_SENT, data: { text }, at: app.clock.now() };
  await app.store.commit([{ type: 'append-journal', entry }]);
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
