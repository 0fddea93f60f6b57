/** Programs of the kind that playwright-core drives, in the order in which they are taken. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;

/**
 * Absolute path of the browser, or null.
 * @param executable absolute path of the one that the person named; null: any known one
 * @param find the absolute path of a program, or null
 */
export const findBrowser = (executable: string | null, find: (name: string) => string | null): string | null => {
  const candidates = executable === null ? NAMES : [executable];
  return candidates.map(find).find((found) => found !== null) ?? null;
};
