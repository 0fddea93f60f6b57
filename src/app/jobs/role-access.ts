import { z } from 'zod';
import { type Pipeline, pathOf } from '../../domain/pipeline/pipeline.ts';
import { isExactPath, outsideScope } from '../../domain/pipeline/write-scope.ts';
import type { Task } from '../../domain/task.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { App } from '../app.ts';
import { readJsonNote } from '../home/read-json-note.ts';
import { forgetUntracked, notOfWorker } from '../worktrees/uncommitted-work.ts';
import { changedSince } from './changed-since.ts';
import type { RoleRun } from './role-run.ts';
import { setAside } from './set-aside.ts';

type Needs = Pick<App, 'git' | 'files' | 'settings'>;

/** What a role changed that it may not write, and the ref that keeps all that its run did. */
interface Trespass {
  readonly paths: readonly string[];
  readonly ref: string;
  /** The same for people. */
  readonly summary: string;
}

type Scopes = readonly (readonly string[])[];

const START = z.object({ head: z.string() });
const startNote = (app: Needs, worktree: string): string => `${app.settings.layout.home}/set-up/${worktree}.start.json`;

/**
 * Notes where the branch stood before a role's run. A run that was cut off and never looked at keeps its note: what it had
 * committed by itself must not count as there before.
 * @returns the head that changes are counted from
 */
export const noteStart = async (
  app: Needs,
  made: { worktree: string; head: string; created: boolean },
): Promise<string> => {
  const file = startNote(app, made.worktree);
  const earlier = made.created ? null : await readJsonNote(app, file, START);
  if (earlier !== null) return earlier.head;
  await app.files.makeDirectory(`${app.settings.layout.home}/set-up`);
  await app.files.write(file, JSON.stringify({ head: made.head }));
  return made.head;
};

/**
 * Looks at what a run changed, committed or not, before anything of it is committed. Where a role wrote outside of its scope, all
 * that the run did is kept on a ref and taken off the branch (INV-9). What git ignores is nobody's change.
 * @returns null when everything is inside
 */
export const enforceAccess = async (app: Needs, run: RoleRun): Promise<Trespass | null> => {
  const { task, role } = run;
  const scopes = [role.writes, role.narrowedTo].filter((scope) => scope !== null);
  const paths = scopes.length + run.closed.length === 0 ? [] : await outsideOf(app, run, scopes);
  if (paths.length === 0) {
    await app.files.remove(startNote(app, task.worktree));
    return null;
  }
  const { ref, moved } = await setAside(app, run);
  await app.files.remove(startNote(app, task.worktree));
  await forgetUntracked(app, task.worktree);
  const elsewhere = moved.length === 0 ? '' : ` Repositories that it made are at ${moved.join(', ')}.`;
  const summary = `The ${role.role} changed what its role may not write: ${listed(paths)}. It is kept at ${ref}.${elsewhere}`;
  return { paths, ref, summary };
};

/** The records of a pipeline that a role's own file does not name by their exact paths: each is written by one role (INV-15). */
export const recordsOfOthers = (
  { records }: Pick<Pipeline, 'records'>,
  task: Pick<Task, 'id' | 'versionOf'>,
  { writes }: Pick<AgentRole, 'writes'>,
): readonly string[] =>
  records.filter((record) => writes?.includes(record) !== true).map((record) => pathOf(record, task));

/** In order, each path once. */
const outsideOf = async (app: Needs, run: RoleRun, scopes: Scopes): Promise<readonly string[]> => {
  const { task, path } = run;
  const [head, tip, status, before] = await Promise.all([
    app.git.resolve(path, 'HEAD'),
    app.git.resolve(path, `refs/heads/${task.branch}`),
    app.git.status(path),
    notOfWorker(app, task.worktree),
  ]);
  // Both: a run may commit on the branch and then leave it, or go back on it.
  const commits = [...new Set([head, tip])].filter((commit) => commit !== null);
  // A role that judges has no business with a merge either: it would change what it judges.
  const mayMerge = !scopes.some((scope) => scope.every(isExactPath));
  const committed = await Promise.all(commits.map((to) => changedSince(app, path, { from: run.from, to, mayMerge })));
  const untracked = status.untracked.filter((name) => !before.includes(name));
  // What an unfinished merge has brought along cannot be told from the role's own; its end is refused as it is.
  const uncommitted = mayMerge && status.inProgress !== null ? [] : [...status.changed, ...untracked];
  const changed = new Set([...committed.flat(), ...uncommitted]);
  const closed = [...changed].filter((name) => run.closed.some((other) => isAtOrBelow(name, other)));
  const outside = new Set([...closed, ...scopes.flatMap((scope) => outsideScope([...changed], scope, task))]);
  return [...outside].toSorted();
};

/** A directory in the place of a file is for nobody else either. */
const isAtOrBelow = (path: string, file: string): boolean => path === file || path.startsWith(`${file}/`);

const MOST_NAMED = 20;

const listed = (paths: readonly string[]): string =>
  paths.length <= MOST_NAMED
    ? paths.join(', ')
    : `${paths.slice(0, MOST_NAMED).join(', ')} and ${paths.length - MOST_NAMED} more`;
