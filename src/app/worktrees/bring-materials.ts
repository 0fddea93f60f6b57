import type { Task } from '../../domain/task.ts';
import { type Material, materialNames, shownSource } from '../../domain/worker/material.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'fetch' | 'files'>;

/** By its first line a directory is known for ours. */
const HEADER = '# Fetched by the orchestrator for whoever works here; no part of the change.';

/**
 * Puts what a task's request names into a worktree, once (KB-05). What is there already is whole, since nothing appears half; the rest
 * is fetched. Git ignores it: nobody commits it by the way, and a worktree is clean and free to be removed with it (INV-9).
 * Rejects with `infrastructure` for what cannot be had: nobody starts to work without it.
 * @param worktree absolute path
 */
export const bringMaterials = async (
  app: Needs,
  { materials: sources }: Pick<Task, 'materials'>,
  worktree: string,
  signal: AbortSignal,
): Promise<readonly Material[]> => {
  if (sources.length === 0) return [];
  const names = materialNames(sources);
  const directory = await directoryIn(app, worktree);
  const ignored = ['.gitignore', '.*.part', ...names].map((name) => `/${name}`);
  const folder = `${worktree}/${directory}`;
  await app.files.makeDirectory(folder);
  await app.files.write(`${folder}/.gitignore`, `${[HEADER, ...ignored].join('\n')}\n`);
  for (const part of (await app.files.list(folder)).filter(isPart)) await app.files.remove(`${folder}/${part}`);
  const brought: Material[] = [];
  for (const [position, source] of sources.entries()) {
    const path = `${directory}/${names[position]}`;
    const bytes = await bringOne(app, source, `${worktree}/${path}`, signal);
    brought.push({ path, source: shownSource(source), bytes });
  }
  return brought;
};

/** What a killed process had begun to fetch. */
const isPart = (name: string): boolean => name.startsWith('.') && name.endsWith('.part');

const bringOne = async (app: Needs, source: string, target: string, signal: AbortSignal): Promise<number> =>
  (await app.files.modifiedAt(target)) === null ? app.fetch.bring(source, target, signal) : app.files.size(target);

/** `materials`, unless the repository has something of that name. */
const directoryIn = async (app: Needs, worktree: string): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'materials' : `materials-${number}`;
    if (await isForUs(app, worktree, name)) return name;
  }
};

/** A link would lead out of the worktree. */
const isForUs = async ({ files }: Needs, worktree: string, name: string): Promise<boolean> => {
  const path = `${worktree}/${name}`;
  if ((await files.realPath(path)) !== `${await files.realPath(worktree)}/${name}`) return false;
  return !(await files.exists(path)) || (await files.head(`${path}/.gitignore`, HEADER.length)) === HEADER;
};
