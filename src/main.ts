import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageFile from '../package.json' with { type: 'json' };
import { createCliDeps } from './composition/cli-deps.ts';
import { processIo } from './composition/process-io.ts';
import { runCli } from './surfaces/cli/run-cli.ts';

/** The directory that holds `prompts/` and `.openclaw/`: above `src/` in a checkout, above `dist/` in a package. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The composition root: everything is wired from here and nobody imports it.
 * @param argv the words after the program's name
 * @returns the exit code
 */
export const main = (argv: readonly string[]): Promise<number> =>
  runCli(argv, createCliDeps({ io: processIo(), version: packageFile.version, root }));
