import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import type { ProcessIdentity } from '../../../src/ports/processes.ts';
import { agent, createScene, until } from './process-scene.ts';

const processes = createProcesses();

/** The state letter in `/proc`: a zombie (Z) that nobody has reaped does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function readPid(file: string): number | undefined {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

describe('INV-8: no orphans', () => {
  it('harm: killing only the pid leaves a daemon alive that changed session, dropped its parent and ignores SIGTERM', async () => {
    await using scene = createScene();
    const pidFile = join(scene.directory, 'daemon.pid');
    const [program = '', ...args] = agent('agent-double-forks.mjs', pidFile);
    const env = { PATH: process.env.PATH ?? '', ORCHESTRATOR_JOB: scene.marker };
    const child = spawn(program, args, { cwd: scene.directory, env, detached: true, stdio: 'ignore' });
    const exited = new Promise((resolve) => child.on('exit', resolve));
    const daemon = await until(() => readPid(pidFile));
    await exited;
    expect(() => process.kill(-(child.pid ?? 0), 'SIGKILL')).toThrow('ESRCH');
    expect(isRunning(daemon)).toBe(true);

    expect(await processes.endMarked((marker) => marker === scene.marker, 50)).toBe(1);
    expect(isRunning(daemon)).toBe(false);
  });

  it('ends such a daemon after a child that exited by itself', async () => {
    await using scene = createScene();
    const pidFile = join(scene.directory, 'daemon.pid');
    const end = await processes.run(scene.spec(agent('agent-double-forks.mjs', pidFile), { graceMs: 50 }));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0, error: null });
    expect(isRunning(await until(() => readPid(pidFile)))).toBe(false);
  });

  it.for([
    ['in the background', 'sleep 1000 & echo $! > pid'],
    [
      'in a session of its own',
      'setsid sh -c "echo \\$\\$ > pid; exec sleep 1000" & while [ ! -s pid ]; do sleep 0.01; done',
    ],
    ['that ignores SIGTERM', '(trap "" TERM; exec sleep 1000) & echo $! > pid'],
    ['without an environment, but in the session', 'env -i sleep 1000 & echo $! > pid'],
    ['that was stopped', 'sleep 1000 & echo $! > pid; kill -STOP $!'],
  ] as const)('ends what a child leaves behind %s', async ([, script]) => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(['sh', '-c', script], { graceMs: 50 }));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0, error: null });
    expect(isRunning(await until(() => readPid(join(scene.directory, 'pid'))))).toBe(false);
  });

  it('does not wait for an orphan that holds the output open', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(['sh', '-c', 'sleep 1000 & echo done'], { graceMs: 60_000 }));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0 });
    expect(end.durationMs).toBeLessThan(60_000);
  });

  it('ends a child without an environment whose parent ends first', async () => {
    await using scene = createScene();
    const script = 'setsid env -i sh -c "trap \\"\\" TERM; echo \\$\\$ > pid; while :; do sleep 0.05; done" & wait';
    const stop = new AbortController();
    const running = processes.run(scene.spec(['sh', '-c', script], { graceMs: 50, signal: stop.signal }));
    const pid = await until(() => readPid(join(scene.directory, 'pid')) || undefined);
    stop.abort();
    expect(await running).toMatchObject({ reason: 'aborted', error: null });
    expect(isRunning(pid)).toBe(false);
  });

  it('ends a child that is still forking its way out of the session when its parent ends', async () => {
    await using scene = createScene();
    for (let round = 0; round < 25; round++) {
      // Each setsid but the first leads a session, so that it has to fork to begin another one.
      await processes.run(scene.spec(['sh', '-c', '(setsid setsid setsid sleep 1000 &) &']));
      expect(await processes.endMarked((marker) => marker === scene.marker, 0)).toBe(0);
    }
  });

  it('ends a family that replaces itself faster than it is killed', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-breeds.sh'), { graceMs: 100 }));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0, error: null });
    expect(await processes.endMarked((marker) => marker === scene.marker, 0)).toBe(0);
  });

  it('INV-7: what outlives a killed orchestrator is found by the next one, by marker or by identity', async () => {
    await using scene = createScene();
    const spec = scene.spec(agent('agent-ignores-sigterm.mjs'));
    const orchestrator = `
      import { createProcesses } from ${JSON.stringify(new URL('../../../src/adapters/process/processes.ts', import.meta.url).href)};
      const onStarted = (identity) => process.stdout.write(JSON.stringify(identity) + '\\n');
      await createProcesses().run({ ...${JSON.stringify(spec)}, onStarted });
    `;
    const crash = async (): Promise<ProcessIdentity> => {
      const parent = spawn(process.execPath, ['--input-type=module', '--eval', orchestrator], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = new Promise((resolve) => parent.on('exit', resolve));
      const line = await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve));
      parent.kill('SIGKILL');
      await exited;
      return JSON.parse(String(line));
    };
    const first = await crash();
    expect(processes.isAlive(first)).toBe(true);
    expect(await processes.endMarked((marker) => marker === scene.marker, 50)).toBe(1);
    expect(processes.isAlive(first)).toBe(false);

    const second = await crash();
    expect(await processes.endIdentity(second, 50)).toBe(true);
    expect(processes.isAlive(second)).toBe(false);
  });

  it('spares what carries another marker', async () => {
    await using scene = createScene();
    const other = `${scene.marker}-other`;
    const stop = new AbortController();
    const started = Promise.withResolvers<ProcessIdentity>();
    const running = processes.run(
      scene.spec(agent('agent-hangs.mjs'), { marker: other, signal: stop.signal, onStarted: started.resolve }),
    );
    const identity = await started.promise;
    await processes.run(scene.spec(['true']));
    expect(await processes.endMarked((marker) => marker === scene.marker, 0)).toBe(0);
    expect(processes.isAlive(identity)).toBe(true);
    stop.abort();
    await running;
    expect(processes.isAlive(identity)).toBe(false);
  });
});
