import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import type { ProcessIdentity } from '../../../src/ports/processes.ts';
import { agent, createScene, type ProcessScene, until } from './process-scene.ts';

const processes = createProcesses();

/** What the child has printed so far; its file appears with the child. */
function printed({ stdoutFile }: ProcessScene): string {
  return existsSync(stdoutFile) ? readFileSync(stdoutFile, 'utf8') : '';
}

describe('the deadline', () => {
  it('ends a child that hangs', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-hangs.mjs'), { deadlineMs: 50 }));
    expect(end).toMatchObject({ reason: 'deadline', exitCode: null, signal: 'SIGTERM' });
    expect(end.durationMs).toBeGreaterThanOrEqual(49);
  });

  it('kills a child that ignores SIGTERM once the grace is over', async () => {
    await using scene = createScene();
    const stop = new AbortController();
    const running = processes.run(
      scene.spec(agent('agent-ignores-sigterm.mjs'), { graceMs: 200, signal: stop.signal }),
    );
    await until(() => printed(scene).includes('started'));
    stop.abort();
    expect(await running).toMatchObject({ reason: 'aborted', exitCode: null, signal: 'SIGKILL' });
    expect(readFileSync(scene.stdoutFile, 'utf8')).toBe('started\nignored SIGTERM\n');
  });

  it('leaves a child the time to say goodbye', async () => {
    await using scene = createScene();
    const script = 'trap "echo bye; exit 7" TERM; echo started; while :; do sleep 0.02; done';
    const stop = new AbortController();
    const running = processes.run(scene.spec(['sh', '-c', script], { signal: stop.signal }));
    await until(() => printed(scene).includes('started'));
    stop.abort();
    expect(await running).toMatchObject({ reason: 'aborted', exitCode: 7, signal: null });
    expect(readFileSync(scene.stdoutFile, 'utf8')).toBe('started\nbye\n');
  });

  it('may be longer than a timer can count', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(['true'], { deadlineMs: Number.MAX_SAFE_INTEGER, silenceMs: 2 ** 40 }));
    expect(end.reason).toBe('exited');
  });
});

describe('the signal', () => {
  it('ends a running child', async () => {
    await using scene = createScene();
    const stop = new AbortController();
    const end = await processes.run(
      scene.spec(agent('agent-hangs.mjs'), { signal: stop.signal, onStarted: () => stop.abort() }),
    );
    expect(end.reason).toBe('aborted');
  });

  it('starts nothing when it has been given already', async () => {
    await using scene = createScene();
    const started: ProcessIdentity[] = [];
    const end = await processes.run(
      scene.spec(['touch', 'started'], {
        signal: AbortSignal.abort(),
        onStarted: (identity) => started.push(identity),
      }),
    );
    expect(end).toMatchObject({ reason: 'aborted', exitCode: null, durationMs: 0, error: null });
    expect(started).toEqual([]);
  });

  it('is no longer listened to afterwards', async () => {
    await using scene = createScene();
    const stop = new AbortController();
    const end = await processes.run(scene.spec(['true'], { signal: stop.signal }));
    stop.abort();
    expect(end.reason).toBe('exited');
  });
});

describe('the output limit', () => {
  it('ends a child that floods its output and cuts the file to size', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-floods-stdout.mjs'), { maxOutputBytes: 1_000_000 }));
    expect(end).toMatchObject({ reason: 'output-limit', stdoutBytes: 1_000_000, stderrBytes: 0 });
    expect(statSync(scene.stdoutFile).size).toBe(1_000_000);
  });

  it('is the reason also when the child was faster than the watch', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(['head', '-c', '1001', '/dev/zero'], { maxOutputBytes: 1000 }));
    expect(end).toMatchObject({ reason: 'output-limit', stdoutBytes: 1000 });
  });

  it('counts stderr too', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(['sh', '-c', 'yes >&2'], { maxOutputBytes: 1000 }));
    expect(end).toMatchObject({ reason: 'output-limit', stderrBytes: 1000 });
  });
});

describe('INV-14: the silence watchdog', () => {
  it('ends a child that neither prints nor changes anything', async () => {
    await using scene = createScene();
    const end = await processes.run(
      scene.spec(agent('agent-hangs.mjs'), { silenceMs: 400, activity: async () => 'nothing changed' }),
    );
    expect(end.reason).toBe('silent');
  });

  it('is not needed to end a child, but without it one that hangs goes on until its deadline', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-hangs.mjs'), { silenceMs: null, deadlineMs: 600 }));
    expect(end.reason).toBe('deadline');
  });

  it('leaves a child alone that changes something without a word', async () => {
    await using scene = createScene();
    let changes = 0;
    const stop = new AbortController();
    const activity = async () => {
      changes += 1;
      if (changes === 12) {
        stop.abort();
      }
      return String(changes);
    };
    const spec = scene.spec(agent('agent-hangs.mjs'), { silenceMs: 400, activity, signal: stop.signal });
    // Twelve looks in quarters of the allowed silence are nearly three times that silence.
    expect((await processes.run(spec)).reason).toBe('aborted');
  });

  it('leaves a child alone that prints', async () => {
    await using scene = createScene();
    const script = 'i=0; while [ $i -lt 30 ]; do echo $i; sleep 0.1; i=$((i+1)); done';
    const end = await processes.run(scene.spec(['sh', '-c', script], { silenceMs: 2_000 }));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0 });
  });

  it.for([
    ['fails', () => Promise.reject(new Error('no worktree'))],
    ['hangs', () => new Promise<string>(() => {})],
  ] as const)('takes no notice of an activity that %s', async ([, activity]) => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-hangs.mjs'), { silenceMs: 200, activity }));
    expect(end.reason).toBe('silent');
  });
});

it('keeps no timer once the child has ended', async () => {
  await using scene = createScene();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await processes.run(scene.spec(['true'], { silenceMs: 60_000, activity: async () => 'same' }));
  expect(timers()).toBeLessThanOrEqual(before);
});
