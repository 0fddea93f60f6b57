import { z } from 'zod';

/**
 * Has zod interpret schemas instead of compiling a parser for each. For a command that reads a few rows and ends: compiling takes
 * longer than reading. Called before the modules that define schemas are loaded.
 */
export const interpretSchemas = (): void => {
  z.config({ jitless: true });
};
