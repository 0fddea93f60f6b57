import process from 'node:process';
import { createGit } from '../adapters/git/git.ts';
import { createSettingsFile } from '../adapters/git/run/settings-file.ts';
import { createLedger, type LedgerOptions, NO_LEDGER } from '../adapters/git/sentinel/ledger.ts';
import { createGitSentinel } from '../adapters/git/sentinel/sentinel.ts';
import type { Settings } from '../domain/settings.ts';
import type { Git, GitSentinel } from '../ports/git.ts';

interface RepositorySurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of a directory for the frozen copy of the person's git settings. */
  readonly scratch: string;
  /** The same for the first look. */
  readonly temporary: string;
  /** Where the processes of the home tell each other what they do to a repository; null: this one may leave nothing there. */
  readonly shared: LedgerOptions | null;
}

/**
 * Git for one repository, with the sentinel that watches what git runs code from (INV-16). The first look is taken from a
 * temporary directory: where there is no repository, nothing is left in its place.
 */
export const openRepository = async (
  settings: Settings,
  { environment, scratch, temporary, shared }: RepositorySurroundings,
): Promise<{ git: Git; sentinel: GitSentinel }> => {
  const first = createSettingsFile(settingsIn(temporary), environment);
  const { commonDir } = await createGit({ environment, settings: first }).inspect(settings.layout.mainPath);
  const frozen = scratch === temporary ? first : createSettingsFile(settingsIn(scratch), environment);
  const ledger = shared === null ? NO_LEDGER : createLedger(commonDir, shared);
  const sentinel = createGitSentinel({ commonDir, environment, settings: frozen, ledger });
  return { git: createGit({ environment, settings: frozen, sentinel }), sentinel };
};

/** One file for each process. */
export const settingsIn = (directory: string): string => `${directory}/git-settings-${process.pid}`;
