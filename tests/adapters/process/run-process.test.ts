import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { agent, createScene, type ProcessScene } from './process-scene.ts';

const processes = createProcesses();

interface Echo {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

async function echo(scene: ProcessScene, args: readonly string[], env: Record<string, string> = {}): Promise<Echo> {
  const end = await processes.run(scene.spec(agent('agent-echoes.mjs', ...args), { env }));
  expect(end).toMatchObject({ reason: 'exited', exitCode: 0 });
  return JSON.parse(readFileSync(scene.stdoutFile, 'utf8'));
}

describe('a child that ends by itself', () => {
  it('reports its exit code and the bytes of each stream', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-exits-1.mjs')));
    expect(end).toEqual({
      reason: 'exited',
      exitCode: 1,
      signal: null,
      durationMs: expect.any(Number),
      stdoutBytes: 'working on it\n'.length,
      stderrBytes: 'agent-exits-1: could not do it\n'.length,
      error: null,
    });
    expect(readFileSync(scene.stderrFile, 'utf8')).toBe('agent-exits-1: could not do it\n');
  });

  it('reports the signal that ended it', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(['sh', '-c', 'kill -KILL $$']));
    expect(end).toMatchObject({ reason: 'exited', exitCode: null, signal: 'SIGKILL' });
  });

  it('may say nothing', async () => {
    await using scene = createScene();
    const end = await processes.run(scene.spec(agent('agent-prints-nothing.mjs')));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0, stdoutBytes: 0, stderrBytes: 0 });
  });

  it('adds to what the file holds, counts only its own, and may send both streams to one file', async () => {
    await using scene = createScene();
    writeFileSync(scene.stdoutFile, 'first attempt\n');
    const spec = scene.spec(['sh', '-c', 'echo one; echo two >&2; echo three'], { stderrFile: scene.stdoutFile });
    const end = await processes.run(spec);
    expect(readFileSync(scene.stdoutFile, 'utf8')).toBe('first attempt\none\ntwo\nthree\n');
    expect(end).toMatchObject({ stdoutBytes: 14, stderrBytes: 0 });
  });

  it('announces its identity once, while it runs', async () => {
    await using scene = createScene();
    const seen: boolean[] = [];
    const onStarted: Parameters<typeof scene.spec>[1] = {
      onStarted: (identity) => seen.push(processes.isAlive(identity)),
    };
    await processes.run(scene.spec(['sleep', '0.1'], onStarted));
    expect(seen).toEqual([true]);
  });

  it('is ended when its start cannot be recorded', async () => {
    await using scene = createScene();
    const onStarted = () => {
      throw new Error('the database is gone');
    };
    await expect(processes.run(scene.spec(agent('agent-hangs.mjs'), { onStarted }))).rejects.toThrow(
      'database is gone',
    );
    expect(await processes.endMarked((marker) => marker === scene.marker, 0)).toBe(0);
  });
});

describe('what a child is given', () => {
  it('INV-5: every argument as it is, whatever a shell would make of it', async () => {
    await using scene = createScene();
    const args = [
      '$(touch pwned)',
      '`touch pwned`',
      '; touch pwned',
      '| cat',
      '> pwned',
      '*',
      '~',
      '"',
      "'",
      '\\',
      '',
      'a\nb',
      'ö 🚀',
    ];
    expect((await echo(scene, args)).args).toEqual(args);
    expect(readdirSync(scene.directory)).not.toContain('pwned');
  });

  it('INV-12: the environment of the spec and the marker, and nothing of ours', async () => {
    await using scene = createScene();
    process.env.CALLERS_SECRET = 'do not leak';
    try {
      const { env } = await echo(scene, [], { LANG: 'C.UTF-8' });
      expect(env).toEqual({ LANG: 'C.UTF-8', ORCHESTRATOR_JOB: scene.marker });
    } finally {
      delete process.env.CALLERS_SECRET;
    }
  });

  it('the marker of the spec, even if its environment holds another', async () => {
    await using scene = createScene();
    const { env } = await echo(scene, [], { ORCHESTRATOR_JOB: 'mine' });
    expect(env.ORCHESTRATOR_JOB).toBe(scene.marker);
  });

  it('a stdin that is at its end', async () => {
    await using scene = createScene();
    expect((await echo(scene, [])).stdin).toBe('');
    const end = await processes.run(scene.spec(['cat']));
    expect(end).toMatchObject({ reason: 'exited', exitCode: 0 });
  });

  it('200 KB in several arguments intact', async () => {
    await using scene = createScene();
    const args = [`"${'a'.repeat(100_000)}$(`, `${'ö'.repeat(50_000)}'`];
    expect((await echo(scene, args)).args).toEqual(args);
  });

  it('no descriptor of its output files but its own streams', async () => {
    await using scene = createScene();
    await processes.run(scene.spec(['sh', '-c', 'ls -l /proc/$$/fd']));
    const listing = readFileSync(scene.stdoutFile, 'utf8').trim().split('\n');
    const toScene = listing
      .filter((line) => line.includes(scene.directory))
      .map((line) => line.replace(/.* (\d+ -> )/, '$1'));
    expect(toScene).toEqual([`1 -> ${scene.stdoutFile}`, `2 -> ${scene.stderrFile}`]);
  });
});

describe('a child that cannot start', () => {
  const failures = [
    ['a program that is not on PATH', ['no-such-program'], {}, 'no-such-program was not found on PATH.'],
    ['a path that does not exist', ['./missing'], {}, /\/missing does not exist\.$/],
    [
      'a missing working directory',
      ['true'],
      { cwd: '/no/such/directory' },
      'The working directory /no/such/directory does not exist.',
    ],
    ['a working directory that is a file', ['true'], { cwd: '/etc/passwd' }, /is not a directory/],
    ['a file that is not executable', ['/etc/passwd'], {}, '/etc/passwd may not be executed (permission denied).'],
    ['an argument with a NUL character', ['true', 'a\0b'], {}, /^true could not be started: .*null bytes/],
    ['no program at all', [], {}, /could not be started/],
    ['one argument of 200 KB', ['true', 'x'.repeat(200_000)], {}, /128 KiB for one argument.*in a file/],
    [
      'an output file in a missing directory',
      ['true'],
      { stdoutFile: '/no/such/stdout.log' },
      /output file could not be opened.*ENOENT/,
    ],
  ] as const;

  it.for(failures)('says so about %s', async ([, argv, changes, error]) => {
    await using scene = createScene();
    const started: number[] = [];
    const end = await processes.run(scene.spec(argv, { ...changes, onStarted: ({ pid }) => started.push(pid) }));
    expect(end).toMatchObject({ reason: 'spawn-failed', exitCode: null, signal: null });
    expect(end.error).toEqual(typeof error === 'string' ? error : expect.stringMatching(error));
    expect(started).toEqual([]);
  });

  it('says so about a script whose interpreter is missing', async () => {
    await using scene = createScene();
    writeFileSync(join(scene.directory, 'script'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const end = await processes.run(scene.spec(['./script']));
    expect(end.error).toBe('./script exists, but the interpreter named in its first line does not.');
  });
});

it('runs 20 children at once without mixing them up or leaking descriptors', async () => {
  await using scene = createScene();
  const openDescriptors = () => readdirSync('/proc/self/fd').length;
  await processes.run(scene.spec(['true']));
  const before = openDescriptors();
  const ends = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      processes.run(
        scene.spec(['sh', '-c', `echo ${index}; exit ${index}`], {
          stdoutFile: join(scene.directory, `${index}.log`),
          marker: `${scene.marker}-${index}`,
        }),
      ),
    ),
  );
  expect(ends.map((end) => end.exitCode)).toEqual(ends.map((_, index) => index));
  for (const index of ends.keys()) {
    expect(readFileSync(join(scene.directory, `${index}.log`), 'utf8')).toBe(`${index}\n`);
  }
  await Promise.all([
    processes.run(scene.spec(['no-such-program'])),
    processes.run(scene.spec(['true'], { stderrFile: '/no/such/file' })),
  ]);
  expect(openDescriptors()).toBe(before);
});
