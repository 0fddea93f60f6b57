import { dirname } from 'node:path/posix';
import type { App } from '../app.ts';

/**
 * The directories that git writes into when a worker commits on its task's branch: its worktree's own, the objects, and where the
 * branch and its log lie. Main, the configuration and the hooks are not among them (INV-16). All of them exist afterwards, since a
 * sandbox opens no others.
 * @param path absolute path of the worktree
 */
export const commitPlaces = async (
  app: Pick<App, 'files' | 'git'>,
  path: string,
  branch: string,
): Promise<readonly string[]> => {
  const { commonDir } = await app.git.position(path);
  const pointer = (await app.files.read(`${path}/.git`)) ?? '';
  const own = /^gitdir: (.+)$/m.exec(pointer)?.[1];
  const folder = dirname(`refs/heads/${branch}`);
  const places = [`${commonDir}/objects`, `${commonDir}/${folder}`, `${commonDir}/logs/${folder}`];
  for (const place of places) await app.files.makeDirectory(place);
  return own === undefined ? places : [own, ...places];
};
