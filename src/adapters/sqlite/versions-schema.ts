import { z } from 'zod';
import type { Versions } from '../../domain/version.ts';

/** The versions of a task, as its row holds them. */
export const versionsSchema = (): z.ZodType<Versions> =>
  z.strictObject({
    wanted: z.number(),
    made: z.array(
      z.strictObject({
        number: z.number(),
        task: z.string(),
        base: z.string(),
        end: z.strictObject({ isReady: z.boolean(), reason: z.string() }).nullable(),
      }),
    ),
    open: z.array(z.number()),
    selected: z.number().nullable(),
  });
