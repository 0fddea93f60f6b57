import { createFileForge } from '../adapters/forges/file/file-forge.ts';
import { createFileNotifier } from '../adapters/notify/file/file-notifier.ts';
import { createFileTracker } from '../adapters/trackers/file/file-tracker.ts';
import type { Settings } from '../domain/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Forge } from '../ports/forge.ts';
import type { Frontmatter } from '../ports/frontmatter.ts';
import type { Log } from '../ports/log.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Tracker } from '../ports/tracker.ts';

interface Needs {
  readonly files: Files;
  readonly frontmatter: Frontmatter;
  readonly clock: Clock;
  readonly log: Log;
}

/** The board of the configuration. */
export const trackerOf = ({ tracker: { kind, directory } }: Settings, needs: Needs): Tracker | null =>
  kind === 'none' ? null : createFileTracker({ directory, ...needs });

/** The channel of the configuration for messages that call a person. */
export const notifierOf = ({ notifier: { kind, directory } }: Settings, needs: Needs): Notifier | null =>
  kind === 'none' ? null : createFileNotifier({ directory, ...needs });

/** The forge of the configuration, as far as one repository is concerned. */
export const forgeOf = ({ forge: { kind, directory } }: Settings, { files }: Pick<Needs, 'files'>): Forge | null =>
  kind === 'none' ? null : createFileForge({ directory, files });
