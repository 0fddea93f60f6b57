import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { createLinuxTable, parseStat } from '../../../src/adapters/process/linux-table.ts';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { createPsTable, parsePsLine } from '../../../src/adapters/process/ps-table.ts';
import type { ProcessIdentity } from '../../../src/ports/processes.ts';
import { agent, createScene, type ProcessScene, until } from './process-scene.ts';

const processes = createProcesses();

async function startHanging(scene: ProcessScene) {
  const started = Promise.withResolvers<ProcessIdentity>();
  const ended = processes.run(scene.spec(agent('agent-hangs.mjs'), { onStarted: started.resolve }));
  return { identity: await started.promise, ended };
}

describe('an identity', () => {
  it('is alive while its process is', async () => {
    await using scene = createScene();
    expect(processes.isAlive(processes.self())).toBe(true);
    const { identity, ended } = await startHanging(scene);
    expect(processes.isAlive(identity)).toBe(true);
    expect(await processes.endIdentity(identity, 5_000)).toBe(true);
    expect(await ended).toMatchObject({ reason: 'exited', signal: 'SIGTERM' });
    expect(processes.isAlive(identity)).toBe(false);
    expect(await processes.endIdentity(identity, 0)).toBe(false);
  });

  it('INV-7, INV-8: a process that was given the pid of a recorded one is not ended in its place', async () => {
    await using scene = createScene();
    const { identity, ended } = await startHanging(scene);
    const earlier = { ...identity, startTime: `${identity.startTime}0` };
    expect(processes.isAlive(earlier)).toBe(false);
    expect(await processes.endIdentity(earlier, 0)).toBe(false);
    expect(processes.isAlive(identity)).toBe(true);
    // The harm: the pid alone says that it is the one.
    process.kill(identity.pid, 'SIGKILL');
    expect(await ended).toMatchObject({ signal: 'SIGKILL' });
  });

  it('ends its descendants with it', async () => {
    await using scene = createScene();
    const script = 'setsid env -i sleep 1000 & echo $! > pid; wait';
    const started = Promise.withResolvers<ProcessIdentity>();
    const ended = processes.run(scene.spec(['sh', '-c', script], { onStarted: started.resolve }));
    const identity = await started.promise;
    const pidFile = join(scene.directory, 'pid');
    const child = await until(() => existsSync(pidFile) && (Number(readFileSync(pidFile, 'utf8')) || undefined));
    expect(await processes.endIdentity(identity, 5_000)).toBe(true);
    await ended;
    expect(
      createLinuxTable()
        .look()
        .map(({ pid }) => pid),
    ).not.toContain(child);
  });
});

describe('descent from a job', () => {
  const ask = `
    import { createProcesses } from ${JSON.stringify(new URL('../../../src/adapters/process/processes.ts', import.meta.url).href)};
    process.stdout.write(String(createProcesses().descendsFromJob()));
  `;
  const askArgv = [process.execPath, '--input-type=module', '--eval', ask];

  it('is seen by a job itself', async () => {
    await using scene = createScene();
    await processes.run(scene.spec(askArgv));
    expect(readFileSync(scene.stdoutFile, 'utf8')).toBe('true');
  });

  it('is seen by a process whose own environment was cleared, through its ancestor', async () => {
    await using scene = createScene();
    await processes.run(scene.spec(['sh', '-c', '"$@"; exit $?', 'sh', 'env', '-i', ...askArgv]));
    expect(readFileSync(scene.stdoutFile, 'utf8')).toBe('true');
  });

  it('is not seen elsewhere', async () => {
    const env = { PATH: process.env.PATH ?? '' };
    const child = spawn(process.execPath, askArgv.slice(1), { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const output = await child.stdout.setEncoding('utf8').toArray();
    expect(output.join('')).toBe(String(processes.descendsFromJob()));
    expect(processes.descendsFromJob()).toBe(false);
  });
});

it('ends marked processes, but never itself or its ancestors', async () => {
  await using scene = createScene();
  const end = `
    import { createProcesses } from ${JSON.stringify(new URL('../../../src/adapters/process/processes.ts', import.meta.url).href)};
    const ended = await createProcesses().endMarked((marker) => marker === process.env.ORCHESTRATOR_JOB, 0);
    process.stdout.write('ended ' + ended);
  `;
  const script = 'sleep 1000 & setsid sleep 1000 & "$@"; echo " and went on"';
  await processes.run(scene.spec(['sh', '-c', script, 'sh', process.execPath, '--input-type=module', '--eval', end]));
  expect(readFileSync(scene.stdoutFile, 'utf8')).toBe('ended 2 and went on\n');
});

describe('reading the process table', () => {
  it('is not misled by a program name with spaces and parentheses', () => {
    const rest = '4194304 0 0 0 0 0 0 0 0 20 0 1 0 987654 4096 100';
    expect(parseStat(`4321 (a) Z 1 (b)) S 77 4320 4319 34816 -1 ${rest}\n`, 'boot')).toEqual({
      pid: 4321,
      state: 'running',
      parentPid: 77,
      groupId: 4320,
      sessionId: 4319,
      startedAt: 987654,
      startTime: 'boot:987654',
    });
  });

  it('reads a line of ps', () => {
    expect(parsePsLine('  123     1   120 Ss   Fri Nov 20 10:11:12 2026    ')).toEqual([
      {
        pid: 123,
        state: 'running',
        parentPid: 1,
        groupId: 120,
        sessionId: 120,
        startedAt: Date.parse('Fri Nov 20 10:11:12 2026'),
        startTime: 'Fri Nov 20 10:11:12 2026',
      },
    ]);
    expect(parsePsLine('')).toEqual([]);
  });

  it('finds the same process both ways', () => {
    const [proc, ps] = [createLinuxTable().find(process.pid), createPsTable().find(process.pid)];
    expect(ps).toMatchObject({
      pid: process.pid,
      parentPid: proc?.parentPid,
      groupId: proc?.groupId,
      state: 'running',
    });
    expect(
      createPsTable()
        .look()
        .map(({ pid }) => pid),
    ).toContain(process.pid);
    expect(createPsTable().find(2 ** 30)).toBeNull();
  });
});
