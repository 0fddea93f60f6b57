import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Programs of the kind that playwright-core drives, in the order in which they are taken. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;

/**
 * Absolute path of the browser, or null.
 * @param executable absolute path of the one that the person named; null: any known one
 * @param path the value of `PATH`
 */
export const findBrowser = (executable: string | null, path: string | undefined): string | null => {
  const directories = (path ?? '').split(delimiter).filter(isAbsolute);
  const candidates =
    executable === null ? NAMES.flatMap((name) => directories.map((directory) => join(directory, name))) : [executable];
  return candidates.find(isExecutableFile) ?? null;
};

const isExecutableFile = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};
