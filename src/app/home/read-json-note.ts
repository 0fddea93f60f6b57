import type { z } from 'zod';
import type { App } from '../app.ts';

/** A note that the harness left in the home; one that is broken, by a crash or by a hand, counts as none. */
export const readJsonNote = async <T>(
  app: Pick<App, 'files'>,
  file: string,
  schema: z.ZodType<T>,
): Promise<T | null> => {
  const text = await app.files.read(file);
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};
