import { z } from 'zod';
import type { App } from '../app.ts';
import { readJsonNote } from '../home/read-json-note.ts';

type Needs = Pick<App, 'files' | 'settings' | 'worker'>;

const SILENCED = z.object({ version: z.string() });
const note = (app: Needs): string => `${app.settings.layout.home}/workers/${app.worker.kind}.effort.json`;

/**
 * Whether the CLI may be told an effort. A version of a CLI was seen that prints nothing when it is; which one is remembered, and a
 * newer one is tried again.
 */
export const takesEffort = async (app: Needs): Promise<boolean> => {
  const silenced = await readJsonNote(app, note(app), SILENCED);
  return silenced === null || silenced.version !== (await app.worker.probe()).version;
};

/** Called when a run with an effort printed nothing and the same run without one did. */
export const rememberNoEffort = async (app: Needs): Promise<void> => {
  const { version } = await app.worker.probe();
  if (version === null) return;
  await app.files.makeDirectory(`${app.settings.layout.home}/workers`);
  await app.files.write(note(app), JSON.stringify({ version }));
};
