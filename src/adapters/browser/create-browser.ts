import { OrchestratorError } from '../../domain/errors.ts';
import type { Browser } from '../../ports/browser.ts';
import { findBrowser } from './find-browser.ts';

interface BrowserOptions {
  /** Absolute path of the program that the person named; null: the first known one. */
  readonly executable: string | null;
  /** The absolute path of the program that a name or a path means; null where there is none that can be executed. */
  readonly find: (name: string) => string | null;
}

/** Chromium, driven by playwright-core; all that drives it is loaded when the first page is opened. */
export const createBrowser = ({ executable, find }: BrowserOptions): Browser => {
  const program = () => {
    const found = findBrowser(executable, find);
    if (found === null) throw browserMissing(executable);
    return found;
  };
  return {
    program,
    visit: async (visit) => {
      const found = program();
      const { visitPages } = await import('./visit-pages.ts');
      return visitPages(found, visit);
    },
  };
};

const browserMissing = (executable: string | null): OrchestratorError =>
  new OrchestratorError(
    'browser-missing',
    executable === null
      ? 'There is no browser to verify with: neither chromium nor google-chrome is on PATH.'
      : `The browser of ORCHESTRATOR_BROWSER, ${executable}, is not there or is no program.`,
    'Install Chromium (`apt-get install chromium`), or name one in ORCHESTRATOR_BROWSER.',
  );
