import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { createScene, FakeTerminal, STATUS } from './scene.ts';

const child = fileURLToPath(new URL('./children/print-many-lines.ts', import.meta.url));

const inShell = (script: string) =>
  promisify(execFile)('/bin/bash', ['-o', 'pipefail', '-c', script, 'bash', process.execPath, child]);

describe('output', () => {
  it('that nobody reads any more ends quietly, with the exit code of the work', async () => {
    const { stdout, stderr } = await inShell('"$1" "$2" guarded | head -n 1');
    expect(stdout).toBe('line 0\n');
    expect(stderr).toBe('guarded: aborted true, nothing in the way\n');
  });

  it('without the guard ends in a stack trace', async () => {
    await expect(inShell('"$1" "$2" bare | head -n 1')).rejects.toMatchObject({
      stderr: expect.stringContaining('EPIPE'),
    });
  });

  // Only Linux has a device that is always full.
  it.runIf(existsSync('/dev/full'))('on a full disk says so at its end', async () => {
    const { stderr } = await inShell('"$1" "$2" guarded > /dev/full');
    expect(stderr).toBe('guarded: aborted true, ENOSPC in the way\n');
    await expect(inShell('"$1" "$2" bare > /dev/full')).rejects.toMatchObject({
      stderr: expect.stringMatching(/^\s+at /m),
    });
  });

  it.each(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'])('drops what comes after %s', (code) => {
    const terminal = new FakeTerminal();
    const output = createOutput(terminal, {});
    output.line('one');
    terminal.emit('error', Object.assign(new Error(code), { code }));
    output.line('two');
    expect(terminal.text).toBe('one\n');
    expect(output.closed.aborted).toBe(true);
  });

  it('tells at its end of any other reason', async () => {
    const terminal = new FakeTerminal();
    const output = createOutput(terminal, {});
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    expect(await output.finish()).toBeNull();
    terminal.emit('error', full);
    terminal.emit('error', Object.assign(new Error('later'), { code: 'EPIPE' }));
    output.line('two');
    expect(terminal.text).toBe('');
    expect(await output.finish()).toBe(full);
  });

  it.each([0, undefined])('takes %s columns for 80', (columns) => {
    const terminal = new FakeTerminal({ isTTY: true });
    terminal.columns = columns;
    terminal.rows = columns;
    const output = createOutput(terminal, {});
    expect([output.columns, output.rows]).toEqual([80, 24]);
  });

  it('sees a terminal that was resized', () => {
    const terminal = new FakeTerminal({ isTTY: true, columns: 100 });
    const output = createOutput(terminal, {});
    terminal.columns = 60;
    expect(output.columns).toBe(60);
  });
});

describe('a command whose output cannot be written', () => {
  const onFullDisk = () => {
    const scene = createScene({ looking: { status: async () => STATUS } });
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    scene.stdout.write = (_text, done) => {
      queueMicrotask(() => scene.stdout.emit('error', full));
      queueMicrotask(() => done?.());
      return true;
    };
    return scene;
  };

  it.each([[['status']], [['status', '--json']], [['--help']], [['completion', 'bash']]])(
    '%j says so on stderr and ends with 1',
    async (argv) => {
      const scene = onFullDisk();
      expect(await scene.run(...argv)).toBe(1);
      expect(scene.stderr.text).toMatch(/output-failed.*ENOSPC/);
    },
  );

  it('says nothing of it where nothing was to be written', async () => {
    const scene = onFullDisk();
    expect(await scene.run('status', '--nope')).toBe(2);
    expect(scene.stderr.text).not.toContain('output-failed');
  });
});
