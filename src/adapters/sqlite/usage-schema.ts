import { z } from 'zod';
import type { Usage } from '../../domain/usage/usage.ts';

export const usageSchema = (): z.ZodType<Usage> =>
  z.strictObject({
    inputTokens: z.number(),
    cachedTokens: z.number(),
    outputTokens: z.number(),
    costUsd: z.number().nullable(),
    model: z.string().optional(),
  });
