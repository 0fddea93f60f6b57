import { OrchestratorError } from '../../domain/errors.ts';
import { isAddress, LARGEST_MATERIAL, shownSource, sourceProblem } from '../../domain/worker/material.ts';
import type { App } from '../app.ts';

/** The sources of an order, each once. Rejects with `usage` for what nobody could fetch; addresses are not asked yet. */
export const materialsOf = async (app: Pick<App, 'files'>, sources: readonly string[]): Promise<readonly string[]> => {
  for (const source of sources) {
    const problem = sourceProblem(source) ?? (isAddress(source) ? null : await fileProblem(app, source));
    if (problem !== null)
      throw new OrchestratorError(
        'usage',
        `The material ${shownSource(source)} cannot be used: ${problem}.`,
        'Name an address (http, https) or a file.',
      );
  }
  return [...new Set(sources)];
};

const fileProblem = async ({ files }: Pick<App, 'files'>, path: string): Promise<string | null> => {
  if (!(await files.exists(path))) return 'there is no such file';
  const real = await files.realPath(path);
  if ((await files.modifiedAt(real)) === null) return 'it is no regular file';
  return (await files.size(real)) > LARGEST_MATERIAL ? `it has more than ${LARGEST_MATERIAL} bytes` : null;
};
