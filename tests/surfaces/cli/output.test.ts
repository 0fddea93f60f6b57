import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { FakeTerminal } from './scene.ts';

const child = fileURLToPath(new URL('./children/print-many-lines.ts', import.meta.url));

const inShell = (script: string) =>
  promisify(execFile)('/bin/bash', ['-o', 'pipefail', '-c', script, 'bash', process.execPath, child]);

describe('output', () => {
  it('that nobody reads any more ends quietly, with the exit code of the work', async () => {
    const { stdout, stderr } = await inShell('"$1" "$2" guarded | head -n 1');
    expect(stdout).toBe('line 0\n');
    expect(stderr).toBe('guarded: aborted true\n');
  });

  it('without the guard ends in a stack trace', async () => {
    await expect(inShell('"$1" "$2" bare | head -n 1')).rejects.toMatchObject({
      stderr: expect.stringContaining('EPIPE'),
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

  it('fails loudly for any other reason', () => {
    const terminal = new FakeTerminal();
    createOutput(terminal, {});
    expect(() => terminal.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }))).toThrow('full');
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
