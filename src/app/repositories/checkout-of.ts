import type { Files } from '../../ports/files.ts';

/** The checkout that a project's path means: the path itself, or `main/` in it where it is a base directory. */
export const checkoutOf = async (files: Pick<Files, 'exists'>, path: string): Promise<string> =>
  !(await files.exists(`${path}/.git`)) && (await files.exists(`${path}/main/.git`)) ? `${path}/main` : path;
