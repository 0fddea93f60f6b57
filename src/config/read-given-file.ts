import { readFileSync } from 'node:fs';
import { OrchestratorError } from '../domain/errors.ts';
import { reasonOf } from './reason-of.ts';

/**
 * The text of a file that a person named, word for word. A byte order mark belongs to the encoding and not to the text.
 * @throws OrchestratorError `usage` where it cannot be read, or holds something else than text in UTF-8
 */
export const readGivenFile = (path: string): string => {
  const bytes = bytesOf(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new OrchestratorError('usage', `${path} is no text in UTF-8.`, 'Save it as UTF-8.', { cause });
  }
};

const bytesOf = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new OrchestratorError('usage', `${path} cannot be read (${reasonOf(cause)}).`, 'Name a file that is there.', {
      cause,
    });
  }
};
