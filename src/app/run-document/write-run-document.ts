import { RUN_DOCUMENT, type SharedDocument } from '../../domain/document/shared-document.ts';
import type { App } from '../app.ts';
import { withTaskSections } from './shared-sections.ts';

type Needs = Pick<App, 'store' | 'pipelines' | 'git' | 'settings' | 'frontmatter' | 'redact' | 'files' | 'clock'>;

/** Absolute path of a document in the folder of a run. */
const documentPath = (app: Pick<App, 'settings'>, run: string, name: SharedDocument = RUN_DOCUMENT): string =>
  `${app.settings.layout.home}/runs/${run}/${name}`;

/**
 * Writes the documents of a run into its folder, anew from what the store knows: at stage 0, before each agent, and at the end. The
 * repository gets its own with the merge.
 * @returns the absolute path of `ORCH_RUN.md`; null where no task of the run tells one
 */
export const writeRunDocument = async (app: Needs, runId: string): Promise<string | null> => {
  const documents = new Map<SharedDocument, string>();
  for (const task of await app.store.tasks.inRun(runId)) {
    const finishedAt = task.state.status === 'merged' ? await mergedAt(app, task) : null;
    const written = await withTaskSections(app, task, async (name) => documents.get(name) ?? null, finishedAt);
    for (const [name, text] of Object.entries(written)) documents.set(name as SharedDocument, text);
  }
  if (!documents.has(RUN_DOCUMENT)) return null;
  await app.files.makeDirectory(`${app.settings.layout.home}/runs/${runId}`);
  for (const [name, text] of documents) await app.files.write(documentPath(app, runId, name), text);
  return documentPath(app, runId);
};

const mergedAt = async (app: Needs, { run, id }: { readonly run: string; readonly id: string }): Promise<number> => {
  const journal = await app.store.journal.after(run, 0);
  return journal.findLast(({ task, type }) => task === id && type === 'merged')?.at ?? app.clock.now();
};
