import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSupported } from '../../bin/private-node.mjs';
import { pretendOld } from './pretend-old.ts';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));

/** Does by name what the tests need: answers with its environment, with a code, with the signal that ended it. */
const program = `
export async function main(argv: string[]): Promise<number> {
  if (argv[0] === 'path') process.stdout.write(String(process.env.PATH));
  if (argv[0] === 'wait') {
    const timer = setInterval(() => {}, 1000);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => { clearInterval(timer); process.stdout.write(signal); process.exitCode = 130; });
    }
    process.stdout.write(process.pid + ' ');
  }
  if (argv[0] === 'die') process.kill(process.pid, 'SIGKILL');
  return Number(argv[1] ?? 0);
}
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launcher-'));
  cpSync(bin, join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'src/main.ts'), program);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function installPrivateNode() {
  mkdirSync(join(root, '.node/node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, '.node/node_modules/node/bin/node'));
}

function launch(argv: string[], { old }: { old: boolean }): ChildProcess {
  return spawn(
    process.execPath,
    [...(old ? ['--import', pretendOld] : []), join(root, 'bin/orchestrator.mjs'), ...argv],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

async function outcome(child: ChildProcess) {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    child.stdout && text(child.stdout),
    child.stderr && text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, code, signal };
}

it.each([
  ['18.20.0', false],
  ['20.19.4', false],
  ['22.17.1', false],
  ['22.18.0', true],
  ['23.11.0', false],
  ['24.0.0', true],
  ['26.1.0', true],
])('takes Node %s as new enough: %s', (version, expected) => {
  expect(isSupported(version)).toBe(expected);
});

describe('on a Node that is new enough', () => {
  it('runs the program itself and ends with its code', async () => {
    expect(await outcome(launch(['end', '4'], { old: false }))).toEqual({
      stdout: '',
      stderr: '',
      code: 4,
      signal: null,
    });
  });

  it('runs the bundle where there is no source', async () => {
    rmSync(join(root, 'src'), { recursive: true });
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'dist/main.js'), 'export const main = async () => 6;');
    expect(await outcome(launch([], { old: false }))).toMatchObject({ stderr: '', code: 6 });
  });
});

describe('on an older Node', () => {
  it('says what to do when no newer one was fetched', async () => {
    const { stderr, code } = await outcome(launch([], { old: true }));
    expect(stderr).toContain('needs Node 22.18 or newer. This is Node 20.19.0');
    expect(stderr).toContain(`node ${join(root, 'bin/postinstall.mjs')}`);
    expect(code).toBe(2);
  });

  it('runs the fetched one with the same PATH and the same end, and says so once', async () => {
    installPrivateNode();
    const first = await outcome(launch(['path', '3'], { old: true }));
    expect(first).toMatchObject({ stdout: process.env.PATH, code: 3 });
    expect(first.stderr).toContain('it runs under the Node 24');
    expect(await outcome(launch(['path'], { old: true }))).toMatchObject({ stderr: '', code: 0 });
  });

  it('ends by the signal that ended the program', async () => {
    installPrivateNode();
    expect(await outcome(launch(['die'], { old: true }))).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on', async (signal) => {
    installPrivateNode();
    const child = launch(['wait', '130'], { old: true });
    child.stdout?.once('data', () => child.kill(signal));
    expect(await outcome(child)).toMatchObject({ stdout: expect.stringMatching(`^\\d+ ${signal}$`), code: 130 });
  });

  it('takes the program along when it is killed (INV-8)', async () => {
    installPrivateNode();
    const child = launch(['wait'], { old: true });
    child.stdout?.once('data', () => child.kill('SIGKILL'));
    // The program holds the other end of stdout: that it closes is the proof that the program has ended too.
    expect(await outcome(child)).toMatchObject({ stdout: expect.stringMatching(/^\d+ $/), signal: 'SIGKILL' });
  });
});
