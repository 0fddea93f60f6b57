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
 */
export const createFileNotifier = ({ directory, files, clock }: Needs): Notifier => ({
  notify: async ({ text, key }) => {
    if (!/^[A-Za-z0-9-]+$/.test(key)) throw new Error(`"${key}" is no key of a message`);
    const path = `${directory}/${key}.json`;
    if (await files.exists(path)) return;
    await files.makeDirectory(directory);
    await files.write(path, `${JSON.stringify({ at: new Date(clock.now()).toISOString(), key, text })}\n`);
  },
});
