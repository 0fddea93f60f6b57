import { pino } from 'pino';
import type { Settings } from '../domain/settings.ts';
import type { Log } from '../ports/log.ts';

/**
 * Diagnostics as JSON lines in a file.
 * @param file absolute path; null writes nothing (a dry run leaves no trace but its own folder)
 * @param redact takes secrets out of every line
 */
export const createLog = (file: string | null, level: Settings['logLevel'], redact: (text: string) => string): Log => {
  if (file === null || level === 'silent') return SILENT;
  const destination = pino.destination({ dest: file, sync: true, append: true, mkdir: true });
  const logger = pino({ level, base: null }, { write: (line: string) => destination.write(redact(line)) });
  return {
    debug: (facts, text) => logger.debug(facts, text),
    info: (facts, text) => logger.info(facts, text),
    warn: (facts, text) => logger.warn(facts, text),
    error: (facts, text) => logger.error(facts, text),
  };
};

const ignore = (): void => undefined;

const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
