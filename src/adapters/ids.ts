import { randomInt, randomUUID } from 'node:crypto';
import type { Ids } from '../ports/ids.ts';

/** Without letters that look like digits: people read these aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export const randomIds: Ids = {
  run: () => `r-${Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`,
  unique: () => randomUUID().slice(0, 13),
  fraction: () => Math.random(),
};
