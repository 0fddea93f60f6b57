import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';
import { describeEnd, runStep } from '../gates/run-step.ts';
import { readJsonNote } from '../home/read-json-note.ts';
import { findSetUp } from './find-set-up.ts';

type Needs = Pick<App, 'processes' | 'files' | 'ids' | 'settings' | 'redact' | 'git'>;

/** `key` is null while a set-up is under way; `untracked` are files that set-up left, never taken for a worker's work (CF-36). */
const NOTE = z.object({ key: z.string().nullable(), untracked: z.array(z.string()) }).readonly();

/** Where the harness notes that a worktree was prepared, and for which lock file. */
export const setUpNote = (home: string, worktree: string): string => `${home}/set-up/${worktree}.json`;

/** Untracked files that the set-up of a worktree left behind. */
export const setUpLeftovers = async (
  app: Pick<App, 'files' | 'settings'>,
  worktree: string,
): Promise<readonly string[]> => (await readNote(app, worktree))?.untracked ?? [];

const readNote = (app: Pick<App, 'files' | 'settings'>, worktree: string): Promise<z.infer<typeof NOTE> | null> =>
  readJsonNote(app, setUpNote(app.settings.layout.home, worktree), NOTE);

const writeNote = async (
  app: Pick<App, 'files' | 'settings'>,
  worktree: string,
  note: z.infer<typeof NOTE>,
): Promise<void> => {
  await app.files.makeDirectory(`${app.settings.layout.home}/set-up`);
  await app.files.write(setUpNote(app.settings.layout.home, worktree), JSON.stringify(note));
};

/** Whether a worktree was prepared for what is checked out there now, so that what the set-up made may be used again. */
export const isSetUp = async (
  app: Pick<App, 'files' | 'settings'>,
  worktree: { name: string; path: string },
): Promise<boolean> => {
  const { commands, key } = await wantedSetUp(app, worktree.path);
  return commands.length > 0 && (await readNote(app, worktree.name))?.key === key;
};

const wantedSetUp = async (app: Pick<App, 'files' | 'settings'>, path: string) => {
  const { commands, lock } = await findSetUp(app, path);
  const key = createHash('sha256')
    .update(JSON.stringify([commands, lock]))
    .digest('hex');
  return { commands, key };
};

/**
 * Prepares a worktree once for each lock file. A failed set-up is `infrastructure`: it says nothing about the candidate.
 * @param worktree the name under which the preparation is remembered
 */
export const setUpWorktree = async (
  app: Needs,
  worktree: { name: string; path: string; run: string; signal?: AbortSignal },
): Promise<void> => {
  const { commands, key } = await wantedSetUp(app, worktree.path);
  const earlier = await readNote(app, worktree.name);
  if (commands.length === 0 || earlier?.key === key) return;
  // A set-up that fails or is killed half way must not be taken for the one before it.
  await writeNote(app, worktree.name, { key: null, untracked: earlier?.untracked ?? [] });
  const before = new Set((await app.git.status(worktree.path)).untracked);
  for (const argv of commands) {
    const { end, check, log } = await runStep(app, {
      run: worktree.run,
      argv,
      cwd: worktree.path,
      purpose: 'setup',
      timeoutMs: app.settings.limits.setupTimeoutMs,
      ...(worktree.signal === undefined ? {} : { signal: worktree.signal }),
    });
    if (end.reason === 'exited' && end.exitCode === 0) continue;
    throw new OrchestratorError(
      'infrastructure',
      `Set-up of ${worktree.name} failed: ${check.command}: ${describeEnd(end, app.settings.limits.setupTimeoutMs)}\n${check.output}`,
      `Read ${log}; run the command by hand in a clean clone, or name another one in ORCHESTRATOR_SETUP.`,
    );
  }
  const made = new Set(earlier?.untracked);
  const { untracked } = await app.git.status(worktree.path);
  await writeNote(app, worktree.name, {
    key,
    untracked: untracked.filter((file) => !before.has(file) || made.has(file)),
  });
};
