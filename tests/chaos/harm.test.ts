import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProcesses } from '../../src/adapters/process/processes.ts';
import { gitMarkerOf } from '../../src/app/home/marker.ts';
import type { ProcessIdentity } from '../../src/ports/processes.ts';
import { createTemplate, openScene, type Scene } from './scene.ts';
import type { KillAt } from './victim-order.ts';
import { findOrphans, findViolations } from './violations.ts';

let template = '';
beforeAll(() => {
  template = createTemplate();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

const open = async (path?: string): Promise<Scene> => {
  const scene = await openScene(template, { chained: false, ...(path === undefined ? {} : { path }) });
  onTestFinished(async () => {
    for (const { pid } of findOrphans(scene)) process.kill(pid, 'SIGKILL');
    await scene.close();
  });
  return scene;
};

const first = (point: string, delayMs = 0): KillAt => ({ point, nth: 1, delayMs });

/** Somebody who looks like a git command of a harness; it is ended with the test. */
const pretendGit = (scene: Scene, harness: ProcessIdentity): { isAlive(): boolean } => {
  const env = {
    PATH: scene.environment.PATH,
    ORCHESTRATOR_JOB: gitMarkerOf({ settings: scene.loaded.settings, processes: { self: () => harness } }),
  };
  const child = spawn('sleep', ['600'], { env, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { isAlive: () => child.exitCode === null && child.signalCode === null };
};

describe('INV-8: workers of a dead run', () => {
  const killed = async (): Promise<Scene> => {
    const scene = await open();
    await scene.start({ command: 'run', kill: first('after spawn worker') });
    await vi.waitFor(() => expect(scene.ledger()).toContainEqual(expect.stringMatching(/^start J-/)), {
      timeout: 30_000,
    });
    return scene;
  };

  it('are ended before anybody else is let into their worktree', async () => {
    const scene = await killed();
    const { result } = await scene.start({ command: 'resume' });
    expect(result?.error).toBeNull();
    expect(await findViolations(scene, result?.report ?? null)).toEqual([]);
  });

  it('would otherwise work on beside their successors', async () => {
    const scene = await killed();
    const { result } = await scene.start({ command: 'resume', without: 'ending orphans' });
    expect(result?.error).toBeNull();
    const violations = await findViolations(scene, result?.report ?? null);
    expect(violations).toContainEqual(expect.stringContaining('is still alive'));
    expect(violations).toContainEqual(expect.stringContaining('two workers in one worktree'));
  });
});

describe('INV-10: a move of main that was cut off', () => {
  const killed = async (): Promise<Scene> => {
    const scene = await open();
    await scene.start({ command: 'run', kill: first('after git moveBranch') });
    expect(scene.git('status', '--porcelain')).not.toBe('');
    return scene;
  };

  it('is finished by a resume', async () => {
    const scene = await killed();
    const { result } = await scene.start({ command: 'resume' });
    expect(result?.error).toBeNull();
    expect(await findViolations(scene, result?.report ?? null)).toEqual([]);
  });

  it('is finished by a new main job too', async () => {
    const scene = await killed();
    const { result } = await scene.start({ command: 'run', kill: first('after commit run-started') });
    expect(result).toBeNull();
    expect(scene.git('status', '--porcelain')).toBe('');
  });

  it('would otherwise leave a checkout that nobody can merge into', async () => {
    const scene = await killed();
    const { result } = await scene.start({ command: 'resume', without: 'finishing moves' });
    expect(result?.error).toMatch(/main-dirty|main-moved/);
    expect(scene.git('status', '--porcelain')).not.toBe('');
  });
});

it('INV-8: a git command that outlives its harness is ended and moves no ref afterwards', async () => {
  const folder = join(template, 'slow-git');
  const [slow, waits, goOn] = ['slow', 'waits', 'go-on'].map((name) => join(folder, name));
  mkdirSync(folder);
  const git = `#!/bin/sh
PATH="\${PATH#*:}"
case "$*" in *"orchestrator: move"*)
  if [ -e ${slow} ]; then mv ${slow} ${waits}; while [ ! -e ${goOn} ]; do sleep 0.05; done; fi ;;
esac
exec git "$@"
`;
  writeFileSync(join(folder, 'git'), git);
  chmodSync(join(folder, 'git'), 0o755);
  writeFileSync(String(slow), '');
  const scene = await open(folder);

  await scene.start({ command: 'run', kill: first('during git moveBranch', 500) });
  await vi.waitFor(() => expect(existsSync(String(waits))).toBe(true), { timeout: 30_000 });
  await scene.start({ command: 'resume', kill: first('after commit move undone') });
  writeFileSync(String(goOn), '');
  await vi.waitFor(() => expect(findOrphans(scene)).toEqual([]), { timeout: 30_000 });
  const { result } = await scene.start({ command: 'resume' });
  expect(result?.error).toBeNull();
  expect(await findViolations(scene, result?.report ?? null)).toEqual([]);
});

it('INV-8: only the git commands of a dead harness are ended', async () => {
  const scene = await open();
  const self = createProcesses().self();
  const ofLiving = pretendGit(scene, self);
  const ofDead = pretendGit(scene, { ...self, startTime: `${self.startTime}0` });
  await scene.start({ command: 'run', kill: first('after ending orphans') });
  await vi.waitFor(() => expect(ofDead.isAlive()).toBe(false));
  expect(ofLiving.isAlive()).toBe(true);
});
