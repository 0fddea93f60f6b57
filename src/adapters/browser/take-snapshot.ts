import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Snapshot } from '../../domain/verification/verification.ts';

/** A page that cannot be drawn by then is busy with itself. */
const DRAWING_MS = 5_000;

interface SnapshotOrder {
  readonly name: string;
  readonly step: number;
  /** Absolute path. */
  readonly directory: string;
}

/** Keeps what a page looks like and what it says, by roles and names; null when it shows neither. */
export const takeSnapshot = async (page: Page, { name, step, directory }: SnapshotOrder): Promise<Snapshot | null> => {
  const file = join(directory, `${String(step).padStart(2, '0')}-${name}`);
  const [image, text] = [`${file}.png`, `${file}.txt`];
  const [isDrawn, said] = await Promise.all([
    page.screenshot({ path: image, timeout: DRAWING_MS }).then(
      () => true,
      () => false,
    ),
    page
      .locator('body')
      .ariaSnapshot({ timeout: DRAWING_MS })
      .catch(() => null),
  ]);
  if (!isDrawn && said === null) return null;
  await writeFile(text, `${page.url()}\n\n${said ?? 'The page did not answer.'}\n`);
  return { name, step, image: isDrawn ? image : null, text };
};
