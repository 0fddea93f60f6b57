import type { Clock } from '../../../ports/clock.ts';
import type { Files } from '../../../ports/files.ts';
import type { Notifier } from '../../../ports/notifier.ts';

interface Needs {
  /** Absolute path of the folder for messages. */
  readonly directory: string;
  readonly files: Files;
  readonly clock: Clock;
}

/**
 * One JSON file a message, `{"at", "key", "text"}` on a single line, under its key: whoever forwards messages takes the files in
 * order of their names and removes what is done. JSON escapes line ends and control characters; nothing else is markup here.
 * A document lies beside it before the message is there, which then names its file under `document`.
 */
export const createFileNotifier = ({ directory, files, clock }: Needs): Notifier => ({
  notify: async ({ text, key, document }) => {
    if (!/^[A-Za-z0-9-]+$/.test(key)) throw new Error(`"${key}" is no key of a message`);
    const path = `${directory}/${key}.json`;
    if (await files.exists(path)) return;
    await files.makeDirectory(directory);
    const attached = document === undefined ? {} : { document: `${key}.${fileName(document.name)}` };
    if (document !== undefined) await files.write(`${directory}/${attached.document}`, document.text);
    const message = { at: new Date(clock.now()).toISOString(), key, text, ...attached };
    await files.write(path, `${JSON.stringify(message)}\n`);
  },
});

/** Of the folder itself, whatever the name says. */
const fileName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '-');
