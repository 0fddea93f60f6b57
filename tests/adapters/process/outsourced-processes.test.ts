import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsourceProcesses } from '../../../src/adapters/process/outsourced-processes.ts';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { createScene, type ProcessScene, until } from './process-scene.ts';

const open = (scene: ProcessScene) => {
  const processes = outsourceProcesses(createProcesses(), `${scene.marker}-server`, 1);
  onTestFinished(() => processes.close());
  return processes;
};

const isRunning = (pid: number): boolean => {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe('processes that a small one starts', () => {
  it('run to their end with the environment and the files that they are given, below the heading', async () => {
    await using scene = createScene();
    const { stdoutFile } = scene;
    const spec = scene.spec(['sh', '-c', 'echo out; echo err >&2; echo "$ORCHESTRATOR_JOB $SEEN"; exit 7'], {
      env: { PATH: process.env.PATH ?? '', SEEN: 'yes' },
      stderrFile: stdoutFile,
      heading: 'attempt 1\n',
    });
    const end = await open(scene).run(spec);
    const output = `out\nerr\n${scene.marker} yes\n`;
    expect(end).toMatchObject({ reason: 'exited', exitCode: 7, stdoutBytes: output.length });
    expect(readFileSync(stdoutFile, 'utf8')).toBe(`attempt 1\n${output}`);
  });

  it('say why they could not be started', async () => {
    await using scene = createScene();
    const end = await open(scene).run(scene.spec(['no-such-program']));
    expect(end).toMatchObject({ reason: 'spawn-failed', error: 'no-such-program was not found on PATH.' });
  });

  it('are ended with all that they started when the signal aborts', async () => {
    await using scene = createScene();
    const stop = new AbortController();
    const running = open(scene).run(
      scene.spec(['sh', '-c', 'sleep 1000 & echo $! > pid; wait'], { signal: stop.signal, graceMs: 50 }),
    );
    const pid = await until(() => pidIn(scene));
    stop.abort();
    expect(await running).toMatchObject({ reason: 'aborted' });
    expect(isRunning(pid)).toBe(false);
  });

  it('INV-8: are ended when that process dies, and the next one finds another', async () => {
    await using scene = createScene();
    const processes = open(scene);
    const running = processes.run(
      scene.spec(['sh', '-c', 'echo $$ > pid; ps -o ppid= -p $$ > parent; sleep 1000'], { graceMs: 50 }),
    );
    const pid = await until(() => pidIn(scene));
    const server = await until(() => numberIn(join(scene.directory, 'parent')));
    process.kill(server, 'SIGKILL');
    expect(await running).toMatchObject({ reason: 'lost' });
    expect(isRunning(pid)).toBe(false);
    expect(await processes.run(scene.spec(['true']))).toMatchObject({ reason: 'exited', exitCode: 0 });
  });

  it.each(['its deadline', 'an abort'])(
    'INV-14: one that was stopped keeps nobody waiting beyond %s',
    async (limit) => {
      await using scene = createScene();
      const processes = outsourceProcesses(createProcesses(), `${scene.marker}-server`, 1, 100);
      onTestFinished(() => processes.close());
      const stop = new AbortController();
      const deadlineMs = limit === 'an abort' ? 600_000 : 3_000;
      // It has its programs by then.
      await processes.run(scene.spec(['true']));
      const argv = ['sh', '-c', 'echo $$ > pid; kill -STOP $PPID; sleep 1000'];
      const running = processes.run(scene.spec(argv, { signal: stop.signal, deadlineMs, graceMs: 50 }));
      const pid = await until(() => pidIn(scene));
      if (limit === 'an abort') stop.abort();
      expect(await running).toMatchObject({ reason: limit === 'an abort' ? 'aborted' : 'lost' });
      expect(isRunning(pid)).toBe(false);
      expect(await processes.run(scene.spec(['true']))).toMatchObject({ reason: 'exited', exitCode: 0 });
    },
  );

  it('INV-14: one that was stopped while it had nothing to do does not keep the program alive', async () => {
    await using scene = createScene();
    const processes = open(scene);
    await processes.run(scene.spec(['sh', '-c', 'ps -o ppid= -p $$ > parent']));
    const server = await until(() => numberIn(join(scene.directory, 'parent')));
    process.kill(server, 'SIGSTOP');
    processes.close();
    await until(() => (isRunning(server) ? undefined : true));
  });
});

const numberIn = (file: string): number | undefined =>
  existsSync(file) && readFileSync(file, 'utf8').endsWith('\n') ? Number(readFileSync(file, 'utf8')) : undefined;

const pidIn = ({ directory }: ProcessScene): number | undefined => numberIn(join(directory, 'pid'));
